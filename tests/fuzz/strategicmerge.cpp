// Two lines of JSON, an object's spec and a patch, as a pod and as a deployment: the patch merges or is refused with a
// sentence, and neither of the two is changed by the attempt.
#include "api/encode.h"
#include "api/patch/strategicmerge.h"
#include "api/tree.h"

#include <cstdint>
#include <cstdlib>

using namespace kubarium::api;

namespace {

void require(bool promise)
{
    if (!promise)
        std::abort();
}

void merge(std::string_view kind, std::string_view apiVersion, const Value& document, const Value& patch)
{
    const std::string before = toJson(document) + toJson(patch);
    const Type& type = *findKindByApiVersion(apiVersion, kind)->type;
    const Result<Value> merged = applyStrategicMergePatch(document, patch, type);
    require(merged.ok() || !merged.status().message.empty());
    if (merged.ok())
        require(parseJson(toJson(*merged), {.depth = 1'000}).error == nullptr);
    require(toJson(document) + toJson(patch) == before);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t line = text.find('\n');
    if (line == std::string_view::npos)
        return 0;
    const ParsedJson document = parseJson(text.substr(0, line));
    const ParsedJson patch = parseJson(text.substr(line + 1));
    if (document.error || patch.error || document.document.root.kind != NodeKind::Mapping
        || patch.document.root.kind != NodeKind::Mapping)
        return 0;
    merge("Pod", "v1", toValue(document.document.root), toValue(patch.document.root));
    merge("Deployment", "apps/v1", toValue(document.document.root), toValue(patch.document.root));
    return 0;
}
