#include "markers.h"

#include <algorithm>
#include <array>

namespace kubarium::apiserver::openapi {

bool isListed(const api::EnumInfo& enumeration)
{
    static constexpr std::array<std::string_view, 8> setByTheCluster = {"ClaimResourceStatus", "NamespacePhase",
        "NodePhase", "PersistentVolumeClaimModifyVolumeStatus", "PersistentVolumeClaimPhase", "PersistentVolumePhase",
        "PodPhase", "PodQOSClass"};
    return !enumeration.open
        || std::find(setByTheCluster.begin(), setByTheCluster.end(), enumeration.name) != setByTheCluster.end();
}

std::string_view unionsOf(const api::Type& type)
{
    if (type.schema == "io.k8s.api.core.v1.AppArmorProfile" || type.schema == "io.k8s.api.core.v1.SeccompProfile")
        return R"([{"discriminator":"type","fields-to-discriminateBy":{"localhostProfile":"LocalhostProfile"}}])";
    return {};
}

} // namespace kubarium::apiserver::openapi
