// A cordoned node takes no more pods, unless they tolerate just that.
#pragma once

#include "../plugin.h"

namespace kubarium::scheduler {

class NodeUnschedulable final : public FilterPlugin {
public:
    std::string_view name() const override { return "NodeUnschedulable"; }

    Verdict verdict(const Cycle& cycle, NodeIndex node) const override;

    std::vector<std::string> reasons(const Cycle&, NodeIndex) const override { return {"node(s) were unschedulable"}; }

    std::string detail(const Cycle&, NodeIndex) const override { return "the node is cordoned (spec.unschedulable)"; }

    News helpfulNews() const override { return News::NodeAdded | News::NodeTaints; }
};

} // namespace kubarium::scheduler
