// What the scheduler asks of a pod.
#pragma once

#include "api/types/core-pod.h"

#include <string_view>

namespace kubarium::scheduler {

inline constexpr std::string_view defaultScheduler = "default-scheduler"; // as pods name it, and as Events say

// Wants a node from this scheduler: it has none, is not being deleted, has not ended, and names no other scheduler.
bool isUnassigned(const api::Pod& pod);
// The same, and no scheduling gate holds it back.
bool isWaiting(const api::Pod& pod);
// Takes room on its node.
bool isPlaced(const api::Pod& pod);
// The scheduler has said of it that no node takes it.
bool isRefused(const api::Pod& pod);

inline std::int32_t priorityOf(const api::Pod& pod)
{
    return pod.spec->priority.valueOr(0);
}

} // namespace kubarium::scheduler
