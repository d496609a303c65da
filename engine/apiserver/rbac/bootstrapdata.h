// The manifests of resources/rbac, as text, in the order in which a server creates what they describe.
#pragma once

#include <array>
#include <string_view>

namespace kubarium::apiserver {

extern const std::array<std::string_view, 4> bootstrapManifests;

} // namespace kubarium::apiserver
