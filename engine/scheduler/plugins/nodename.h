// A pod that names its node goes there and nowhere else.
#pragma once

#include "../plugin.h"

namespace kubarium::scheduler {

class NodeName final : public FilterPlugin {
public:
    std::string_view name() const override { return "NodeName"; }

    bool mayRefuse(const Cycle& cycle) const override { return !cycle.pod().spec().nodeName.empty(); }

    Verdict verdict(const Cycle& cycle, NodeIndex node) const override
    {
        const api::Text& wanted = cycle.pod().spec().nodeName;
        return wanted.empty() || wanted == cycle.nodes().name(node) ? Verdict::Fits : Verdict::Unresolvable;
    }

    std::vector<std::string> reasons(const Cycle&, NodeIndex) const override
    {
        return {"node(s) didn't match the requested node name"};
    }

    std::string detail(const Cycle& cycle, NodeIndex) const override
    {
        return "the pod names the node " + cycle.pod().spec().nodeName.str();
    }

    News helpfulNews() const override { return News::NodeAdded; }
};

} // namespace kubarium::scheduler
