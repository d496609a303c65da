// The taints that the state of a node brings upon it. Some keep pods away (NoSchedule), those of a node that is not ready
// drive pods out as well (NoExecute).
//
//   Ready False     node.kubernetes.io/not-ready         MemoryPressure True      node.kubernetes.io/memory-pressure
//   Ready Unknown   node.kubernetes.io/unreachable       DiskPressure True        node.kubernetes.io/disk-pressure
//   cordoned        node.kubernetes.io/unschedulable     PIDPressure True         node.kubernetes.io/pid-pressure
//                                                        NetworkUnavailable True  node.kubernetes.io/network-unavailable
//
// Taints of other keys belong to others and stay as they are.
#pragma once

#include "api/object.h"
#include "api/types/core-node.h"

#include <vector>

namespace kubarium::controllers {

namespace taints {
inline constexpr std::string_view notReady = "node.kubernetes.io/not-ready";
inline constexpr std::string_view unreachable = "node.kubernetes.io/unreachable";
inline constexpr std::string_view unschedulable = "node.kubernetes.io/unschedulable";
inline constexpr std::string_view memoryPressure = "node.kubernetes.io/memory-pressure";
inline constexpr std::string_view diskPressure = "node.kubernetes.io/disk-pressure";
inline constexpr std::string_view pidPressure = "node.kubernetes.io/pid-pressure";
inline constexpr std::string_view networkUnavailable = "node.kubernetes.io/network-unavailable";
inline constexpr std::string_view outOfService = "node.kubernetes.io/out-of-service";
} // namespace taints

const api::NodeCondition* conditionOf(const api::Node& node, std::string_view type); // null if it has none
bool isReady(const api::Node& node);

// Keys of the NoSchedule taints that a node should have, in the order in which they come.
std::vector<std::string_view> keepingAway(const api::Node& node);
// Key of the NoExecute taint of a node that is not ready; empty if it is.
std::string_view drivingOut(const api::Node& node);
// The NoExecute taint that a node has for not being ready; null if it has none.
const api::Taint* drivingOutNow(const api::Node& node);

// A node with the NoSchedule taints that it should have: new ones come last and say since when.
api::ObjectPtr withTaintsKeepingAway(const api::ObjectPtr& node, api::Time now);
// With the NoExecute taint of that key and without the other one; with none, if the key is empty.
api::ObjectPtr withTaintDrivingOut(const api::ObjectPtr& node, std::string_view key, api::Time now);

} // namespace kubarium::controllers
