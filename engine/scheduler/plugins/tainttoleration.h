// Keeps pods off nodes whose taints they do not tolerate, and prefers nodes with few taints of the effect PreferNoSchedule.
#pragma once

#include "../plugin.h"

namespace kubarium::scheduler {

class TaintToleration final : public FilterPlugin, public ScorePlugin {
public:
    std::string_view name() const override { return "TaintToleration"; }

    Verdict verdict(const Cycle& cycle, NodeIndex node) const override;

    std::vector<std::string> reasons(const Cycle&, NodeIndex) const override
    {
        return {"node(s) had untolerated taint(s)"};
    }

    std::string detail(const Cycle& cycle, NodeIndex node) const override;

    News helpfulNews() const override { return News::NodeAdded | News::NodeTaints; }

    std::int32_t score(const Cycle& cycle, NodeIndex node) const override; // taints that are not tolerated
    using ScorePlugin::score;

    bool isNormalised() const override { return true; }

    void normalise(const Cycle&, const Marks& fits, Scores& scores) const override
    {
        normaliseToHighest(fits, scores, true);
    }
};

} // namespace kubarium::scheduler
