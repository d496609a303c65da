// Which number the store gives to which resource. Versions of one kind share the number of the version that is stored.
#pragma once

#include "api/schema.h"
#include "store/store.h"

namespace kubarium::apiserver {

store::ResourceId resourceId(const api::Kind& kind);
const api::Kind& kindOf(store::ResourceId resource);

store::Key keyOf(const api::Kind& kind, std::string_view namespace_, std::string_view name);

// "deployments.apps", "pods": how the server names a resource in its sentences.
std::string qualifiedResource(const api::Kind& kind);

} // namespace kubarium::apiserver
