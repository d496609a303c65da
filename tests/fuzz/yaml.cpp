// A manifest is either refused with a sentence and a place, or read; what was read is written as YAML and read again as
// the same. Both dialects, and the whole way to an object with its complaints.
#include "treecheck.h"

#include "api/encode.h"
#include "api/manifestreader.h"
#include "api/yamlwriter.h"

#include <cstdlib>

using namespace kubarium::api;

namespace {

void demand(bool fact)
{
    if (!fact)
        std::abort(); // in every build, unlike assert
}

void check(const ParsedStream& stream, YamlDialect dialect, const Limits& limits)
{
    must(stream.documents.size() == stream.documentLines.size(), "each document begins at a line");
    for (const Document& document : stream.documents) {
        checkDocument(document, dialect == YamlDialect::Kubectl, limits);
        must(document.root.kind != NodeKind::Null, "empty documents are left out");
    }
    if (!stream.error)
        return;
    checkError(*stream.error);
    must(stream.error->kubectl.empty() == (dialect == YamlDialect::Core), "kubectl has its own sentence");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    Limits limits;
    limits.bytes = 64 * 1024;
    limits.nodes = 20'000;
    check(parseYaml(text, YamlDialect::Core, limits), YamlDialect::Core, limits);
    const ParsedStream stream = parseYaml(text, YamlDialect::Kubectl, limits);
    check(stream, YamlDialect::Kubectl, limits);
    for (const Document& document : stream.documents) {
        const Value value = toValue(document.root);
        const std::string written = toYaml(value);
        const ParsedStream again = parseYaml(written);
        demand(!again.error && again.documents.size() == 1);
        demand(toJson(toValue(again.documents.front().root)) == toJson(value));
    }
    if (size < 16 * 1024)
        readManifest(text, {});
    return 0;
}
