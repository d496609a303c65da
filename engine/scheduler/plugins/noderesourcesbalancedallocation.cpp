#include "noderesourcesbalancedallocation.h"

#include <algorithm>

namespace kubarium::scheduler {

// The further the fractions of CPU and memory that would be requested lie from their mean, the lower. (Of two numbers, the
// standard deviation is half of their difference: no root is needed.)
std::int32_t NodeResourcesBalancedAllocation::score(const Cycle& cycle, NodeIndex node) const
{
    const ResourceColumns& has = cycle.nodes().allocatable();
    const ResourceColumns& used = cycle.nodes().requested();
    const Requests& wants = cycle.pod().requests;
    if (has.cpu[node] == 0 || has.memory[node] == 0)
        return highestScore;
    const double cpu =
        std::min(static_cast<double>(used.cpu[node] + wants.cpu) / static_cast<double>(has.cpu[node]), 1.0);
    const double memory =
        std::min(static_cast<double>(used.memory[node] + wants.memory) / static_cast<double>(has.memory[node]), 1.0);
    const double deviation = (cpu > memory ? cpu - memory : memory - cpu) / 2;
    return static_cast<std::int32_t>((1.0 - deviation) * highestScore);
}

} // namespace kubarium::scheduler
