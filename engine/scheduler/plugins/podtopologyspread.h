// Spreads pods over domains: as a must (DoNotSchedule), where no domain may have more than maxSkew pods more than the one
// with the fewest; and as a wish (ScheduleAnyway), where the emptier domain ranks higher. For pods that say nothing, their
// replicas are spread over hosts and zones, as a wish.
#pragma once

#include "../plugin.h"

namespace kubarium::scheduler {

class PodTopologySpread final : public FilterPlugin, public ScorePlugin {
public:
    std::string_view name() const override { return "PodTopologySpread"; }

    Scope scope() const override { return Scope::AllPods; }

    bool isLocal() const override { return false; }

    bool mayRefuse(const Cycle& cycle) const override { return !cycle.pod().hardSpread.empty(); }

    bool ranks(const Cycle& cycle) const override { return !cycle.pod().softSpread.empty(); }

    Verdict verdict(const Cycle& cycle, NodeIndex node) const override;
    std::vector<std::string> reasons(const Cycle& cycle, NodeIndex node) const override;
    std::string detail(const Cycle& cycle, NodeIndex node) const override;

    News helpfulNews() const override
    {
        return News::NodeAdded | News::NodeLabels | News::NodeTaints | News::PodArrived | News::PodLeft
            | News::PodLabels;
    }

    std::int32_t score(const Cycle& cycle, NodeIndex node) const override;
    void score(const Cycle& cycle, const Marks& fits, Scores& scores) const override;

    bool isNormalised() const override { return true; }

    void normalise(const Cycle& cycle, const Marks& fits, Scores& scores) const override;
};

// ln(n), the same on every machine.
double naturalLogarithm(std::size_t n);

} // namespace kubarium::scheduler
