// A template, read in both ways and tried on an object that has something of everything.
#include "api/jsonpath.h"
#include "api/tree.h"

#include <cstdint>
#include <cstdlib>

using kubarium::api::JsonPath;
using kubarium::api::Parsed;
using kubarium::api::parseJson;
using kubarium::api::toValue;
using kubarium::api::Value;

namespace {

constexpr std::string_view pod = R"({
  "kind": "Pod",
  "metadata": {"name": "web", "labels": {"app": "web", "b.c/d": "e"}},
  "spec": {"containers": [{"name": "a", "ports": [{"p": 80}, {"p": 443}], "n": 1}, {"name": "b", "ports": [], "n": 2.5}]},
  "status": {"mixed": [1, "1", true, null, 2.5, [1, 2], {"k": "v"}], "null": null, "empty": "", "list": [], "map": {}}
})";

void require(bool promise)
{
    if (!promise)
        std::abort();
}

void follow(const Parsed<JsonPath>& path, const Value& object)
{
    if (!path) {
        require(!path.error().empty());
        return;
    }
    for (const auto missing : {JsonPath::MissingKeys::Allowed, JsonPath::MissingKeys::Refused}) {
        const auto printed = path->print(object, missing);
        const auto found = path->find(object, missing);
        require(bool(printed) == bool(found));
        require(printed.error() == found.error());
        require(bool(path->printAsJson(object, missing)) == bool(found));
        if (!found)
            path->failure(object, found.error());
        if (path->isPlain() && path->at(object))
            require(found && found->size() == 1 && found->front() == *path->at(object));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const Value object = toValue(parseJson(pod).document.root);
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    follow(JsonPath::parse(text), object);
    follow(JsonPath::parseRelaxed(text), object);
    return 0;
}
