// Which pods a set gives up first when it has too many. Of two pods goes the one that, by the first rule that tells them
// apart,
//
//   1  stands on no node yet              6  became ready more recently
//   2  is Pending; then Unknown; Running  7  has restarted more often
//   3  is not ready                       8  was made more recently
//   4  costs less to delete               9  has the smaller uid
//   5  has more neighbours of its kind
//
// "More recently" counts doublings of age: pods of 5 and 7 hours are equally old, so that chance spreads what is taken away.
#pragma once

#include "api/object.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kubarium::controllers {

// The annotation with which somebody says how much a pod matters: a whole number, 0 if absent or badly written.
inline constexpr std::string_view deletionCostAnnotation = "controller.kubernetes.io/pod-deletion-cost";

std::int32_t deletionCost(const api::Map<api::Text>& annotations);

// So many of the pods, the first to go first. Neighbours are the `related` pods (active ones, on the same node): those of
// all sets that serve the same purpose, as the old and the new one of a Deployment.
std::vector<api::ObjectPtr> leastWanted(
    std::vector<api::ObjectPtr> pods, std::size_t count, std::span<const api::ObjectPtr> related, api::Time now);

} // namespace kubarium::controllers
