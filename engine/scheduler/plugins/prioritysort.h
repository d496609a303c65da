// The order in which pods have their turn: the more important one first, and of equals the one that waits longer.
#pragma once

#include <compare>
#include <cstdint>

namespace kubarium::scheduler {

// `since` may be a time or anything else that grows with it.
template <class Since>
constexpr std::strong_ordering prioritySort(
    std::int32_t priority, const Since& since, std::int32_t othersPriority, const Since& othersSince)
{
    if (priority != othersPriority)
        return othersPriority <=> priority;
    return since <=> othersSince;
}

} // namespace kubarium::scheduler
