// Pods that want to be near other pods, or apart from them, on the same node or in the same zone: as a must, and as a wish.
// Who is there already is heard, too: a running pod's anti-affinity keeps newcomers away.
#pragma once

#include "../plugin.h"

namespace kubarium::scheduler {

class InterPodAffinity final : public FilterPlugin, public ScorePlugin {
public:
    std::string_view name() const override { return "InterPodAffinity"; }

    Scope scope() const override { return Scope::AllPods; }

    bool isLocal() const override { return false; }

    bool mayRefuse(const Cycle& cycle) const override
    {
        const AffinityCounts& counts = cycle.affinity();
        return !counts.near().empty() || !counts.apart().empty() || !counts.keptAway().empty();
    }

    bool ranks(const Cycle& cycle) const override { return !cycle.affinity().scores().empty(); }

    Verdict verdict(const Cycle& cycle, NodeIndex node) const override;
    std::vector<std::string> reasons(const Cycle& cycle, NodeIndex node) const override;
    std::string detail(const Cycle& cycle, NodeIndex node) const override;

    News helpfulNews() const override
    {
        return News::NodeAdded | News::NodeLabels | News::PodArrived | News::PodLeft | News::PodLabels
            | News::Namespaces;
    }

    std::int32_t score(const Cycle& cycle, NodeIndex node) const override;
    using ScorePlugin::score;

    bool isNormalised() const override { return true; }

    void normalise(const Cycle& cycle, const Marks& fits, Scores& scores) const override;
};

} // namespace kubarium::scheduler
