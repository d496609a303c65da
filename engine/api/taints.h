// Taints keep pods away from nodes; a pod's tolerations let it ignore some of them.
//
//   taint  gpu=yes:NoSchedule     tolerated by  {key: gpu, operator: Exists}  {key: gpu, value: yes, effect: NoSchedule}
//                                               {operator: Exists}
#pragma once

#include "api/types/core-node.h"
#include "api/types/core-pod.h"

#include <initializer_list>
#include <span>
#include <vector>

namespace kubarium::api {

bool tolerates(const Toleration& toleration, const Taint& taint) noexcept;
bool isTolerated(const Taint& taint, std::span<const Toleration> tolerations) noexcept;

using TaintEffects = std::initializer_list<std::string_view>;

// Taints of these effects that no toleration covers, in the order in which the node has them.
std::vector<const Taint*> untoleratedTaints(
    std::span<const Taint> taints, std::span<const Toleration> tolerations, TaintEffects effects);
// The first one of them; null if there is none.
const Taint* untoleratedTaint(
    std::span<const Taint> taints, std::span<const Toleration> tolerations, TaintEffects effects) noexcept;

} // namespace kubarium::api
