// Prefers nodes whose resources would be used up evenly: on a node with much CPU left and no memory, the CPU is of no use.
#pragma once

#include "../plugin.h"

namespace kubarium::scheduler {

class NodeResourcesBalancedAllocation final : public ScorePlugin {
public:
    std::string_view name() const override { return "NodeResourcesBalancedAllocation"; }

    // A pod that requests nothing changes no balance.
    bool ranks(const Cycle& cycle) const override
    {
        return cycle.pod().requests.cpu != 0 || cycle.pod().requests.memory != 0;
    }

    std::int32_t score(const Cycle& cycle, NodeIndex node) const override;
    using ScorePlugin::score;
};

} // namespace kubarium::scheduler
