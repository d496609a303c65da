#include "configuration.h"

#include "../goformat.h"
#include "../goword.h"
#include "../tree.h"

namespace kubarium::api {

Result<AppliedConfiguration> readAppliedConfiguration(std::string_view body)
{
    const ParsedStream stream = parseYaml(body);
    if (stream.documents.empty()) {
        if (stream.error)
            return badRequest("error decoding YAML: " + stream.error->kubectl);
        return AppliedConfiguration{Value(Value::Object()), {}};
    }
    const Document& document = stream.documents.front(); // of a stream the first one is read
    if (document.root.kind == NodeKind::Null)
        return AppliedConfiguration{Value(Value::Object()), {}};
    if (document.root.kind != NodeKind::Mapping) {
        return badRequest("error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
            + std::string(goWord(document.root.kind)) + " into Go value of type map[string]interface {}");
    }
    AppliedConfiguration configuration{toValue(document.root), {}};
    for (const DuplicateKey& key : document.duplicates) {
        if (configuration.twice.empty())
            configuration.twice = "error converting YAML to JSON: yaml: unmarshal errors:";
        configuration.twice +=
            "\n  line " + std::to_string(key.mark.line) + ": key " + goQuoted(key.key) + " already set in map";
    }
    return configuration;
}

} // namespace kubarium::api
