// Keeps a pod away from nodes where one of its host ports is already held.
#pragma once

#include "../plugin.h"

namespace kubarium::scheduler {

class NodePorts final : public FilterPlugin {
public:
    std::string_view name() const override { return "NodePorts"; }

    Scope scope() const override { return Scope::PodsOnNode; }

    bool mayRefuse(const Cycle& cycle) const override { return !cycle.pod().ports.empty(); }

    Verdict verdict(const Cycle& cycle, NodeIndex node) const override;

    std::vector<std::string> reasons(const Cycle&, NodeIndex) const override
    {
        return {"node(s) didn't have free ports for the requested pod ports"};
    }

    std::string detail(const Cycle& cycle, NodeIndex node) const override;

    News helpfulNews() const override { return News::NodeAdded | News::PodLeft; }
};

} // namespace kubarium::scheduler
