// A JSON patch of anybody's making on an object that has something of everything: it applies or is refused with a
// sentence, and the object it was tried on stays as it was. The same text is tried as a merge patch.
#include "api/encode.h"
#include "api/patch/jsonpatch.h"
#include "api/patch/mergepatch.h"
#include "api/tree.h"

#include <cstdint>
#include <cstdlib>

using namespace kubarium::api;

namespace {

constexpr std::string_view pod = R"({
  "kind": "Pod", "metadata": {"name": "web", "labels": {"app": "web", "b.c/d": "e", "~": "t"}},
  "spec": {"containers": [{"name": "a", "ports": [{"p": 80}, {"p": 443}]}, {"name": "b", "ports": []}]},
  "status": {"mixed": [1, "1", true, null, 2.5, [1, 2], {"k": "v"}], "null": null, "empty": "", "list": [], "map": {}}
})";

void require(bool promise)
{
    if (!promise)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const Value object = toValue(parseJson(pod).document.root);
    static const std::string before = toJson(object);
    const ParsedJson parsed = parseJson({reinterpret_cast<const char*>(data), size});
    if (parsed.error)
        return 0;
    const Value patch = toValue(parsed.document.root);
    if (patch.isArray()) {
        const Parsed<Value> patched = applyJsonPatch(object, patch);
        require(patched || !patched.error().empty());
    } else if (patch.isObject()) {
        const Value merged = applyMergePatch(applyMergePatch(object, patch), patch);
        require(applyMergePatch(merged, patch) == merged); // a third time it has nothing left to do
    }
    require(toJson(object) == before);
    return 0;
}
