// A manifest is either refused with a sentence and a place, or read; what was read is written as YAML and read again as
// the same. Both dialects, and the whole way to an object with its complaints.
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

void checkError(const ParsedStream& stream)
{
    if (stream.error)
        demand(!stream.error->message.empty() && stream.error->mark.line > 0);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    Limits limits;
    limits.bytes = 64 * 1024;
    limits.nodes = 20'000;
    checkError(parseYaml(text, YamlDialect::Core, limits));
    const ParsedStream stream = parseYaml(text, YamlDialect::Kubectl, limits);
    checkError(stream);
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
