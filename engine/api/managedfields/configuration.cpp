#include "configuration.h"

#include "../goformat.h"
#include "../tree.h"

namespace kubarium::api {

namespace {

std::string goWord(const TreeNode& node)
{
    switch (node.kind) {
    case NodeKind::Bool:
        return "bool";
    case NodeKind::Number:
        return "number";
    case NodeKind::String:
        return "string";
    default:
        return "array";
    }
}

} // namespace

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
            + goWord(document.root) + " into Go value of type map[string]interface {}");
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
