// A JSON text is either refused with Go's sentence and a place, or read; what was read is written and read again as the
// same. Read as a Pod it may be refused, but never harms.
#include "treecheck.h"

#include "api/decode.h"
#include "api/encode.h"

#include "api/types/core-pod.h"

#include <cstdlib>

using namespace kubarium::api;

namespace {

void demand(bool fact)
{
    if (!fact)
        std::abort(); // in every build, unlike assert
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const ParsedJson parsed = parseJson(text);
    if (parsed.error) {
        checkError(*parsed.error);
        must(parsed.error->offset <= size, "an error stands in the text");
        return 0;
    }
    checkDocument(parsed.document, false, {});
    const Value value = toValue(parsed.document.root);
    const std::string written = toJson(value);
    const ParsedJson again = parseJson(written);
    demand(!again.error);
    demand(toJson(toValue(again.document.root)) == written);

    if (parsed.document.root.kind != NodeKind::Mapping)
        return 0;
    Box<Pod> pod;
    const DecodeReport report = decode(*TypeOf<Pod>::value, &pod.edit(), parsed.document.root);
    if (!report.types.empty())
        return 0;
    const std::string encoded = toJson(*TypeOf<Pod>::value, &*pod);
    const ParsedJson reread = parseJson(encoded);
    demand(!reread.error);
    Box<Pod> same;
    demand(decode(*TypeOf<Pod>::value, &same.edit(), reread.document.root).clean());
    demand(toJson(*TypeOf<Pod>::value, &*same) == encoded);
    return 0;
}
