#include "taintnodesbycondition.h"

#include "api/types/core-node.h"

#include <algorithm>

namespace kubarium::apiserver {

std::optional<api::Status> TaintNodesByCondition::mutate(const Attributes& attributes, api::ObjectPtr& object) const
{
    const auto* const node = object.as<api::Node>();
    if (!node || !attributes.request.subresource.empty() || !creates(attributes))
        return std::nullopt;
    api::Taint notReady;
    notReady.key = "node.kubernetes.io/not-ready";
    notReady.effect = "NoSchedule";
    const auto& taints = node->spec->taints;
    const bool isThere = std::any_of(taints.begin(), taints.end(),
        [&](const api::Taint& taint) { return taint.key == notReady.key && taint.effect == notReady.effect; });
    if (!isThere)
        object.editAs<api::Node>().spec.edit().taints.push_back(notReady);
    return std::nullopt;
}

} // namespace kubarium::apiserver
