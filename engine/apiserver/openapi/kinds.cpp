#include "kinds.h"

#include <algorithm>

namespace kubarium::apiserver::openapi {

void write(JsonWriter& json, const GroupVersionKind& gvk)
{
    json.beginObject().member("group", gvk.group).member("kind", gvk.kind).member("version", gvk.version).endObject();
}

GroupVersionKind gvkOf(const api::Kind& kind)
{
    return {kind.group, kind.version, kind.kind};
}

const api::Type* typeOfSchema(std::string_view schema)
{
    const auto types = api::types();
    const auto found =
        std::find_if(types.begin(), types.end(), [&](const api::Type* type) { return type->schema == schema; });
    return found == types.end() ? nullptr : *found;
}

std::string_view packageOf(const api::Type& type)
{
    return type.schema.substr(0, type.schema.rfind('.'));
}

bool has(std::span<const std::string_view> verbs, std::string_view verb)
{
    return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

bool isServed(const api::Kind& kind, std::string_view group, std::string_view version)
{
    return !kind.resource.empty() && kind.group == group && kind.version == version;
}

} // namespace kubarium::apiserver::openapi
