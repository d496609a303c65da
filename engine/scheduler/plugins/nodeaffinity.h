// Nodes that a pod's nodeSelector and node affinity allow, and among them those that its preferences weigh most.
#pragma once

#include "../plugin.h"

namespace kubarium::scheduler {

class NodeAffinity final : public FilterPlugin, public ScorePlugin {
public:
    std::string_view name() const override { return "NodeAffinity"; }

    Verdict verdict(const Cycle& cycle, NodeIndex node) const override;
    std::vector<std::string> reasons(const Cycle& cycle, NodeIndex node) const override;
    std::string detail(const Cycle& cycle, NodeIndex node) const override;

    News helpfulNews() const override { return News::NodeAdded | News::NodeLabels; }

    bool ranks(const Cycle& cycle) const override
    {
        return !cycle.pod().spec().affinity->nodeAffinity->preferredDuringSchedulingIgnoredDuringExecution.empty();
    }

    std::int32_t score(const Cycle& cycle, NodeIndex node) const override; // weights of the terms that it meets
    using ScorePlugin::score;

    bool isNormalised() const override { return true; }

    void normalise(const Cycle&, const Marks& fits, Scores& scores) const override
    {
        normaliseToHighest(fits, scores, false);
    }
};

} // namespace kubarium::scheduler
