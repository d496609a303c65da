#include "resources.h"

#include "api/conversion/conversion.h"

namespace kubarium::apiserver {

store::ResourceId resourceId(const api::Kind& kind)
{
    return static_cast<store::ResourceId>(&api::storedKind(kind) - api::kinds().data());
}

const api::Kind& kindOf(store::ResourceId resource)
{
    return api::kinds()[resource];
}

store::Key keyOf(const api::Kind& kind, std::string_view namespace_, std::string_view name)
{
    return {resourceId(kind), kind.namespaced ? api::Text(namespace_) : api::Text(""), api::Text(name)};
}

std::string qualifiedResource(const api::Kind& kind)
{
    return kind.group.empty() ? std::string(kind.resource) : std::string(kind.resource) + "." + std::string(kind.group);
}

} // namespace kubarium::apiserver
