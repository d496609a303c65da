// Gives each pod that has no node one that can take it: through a Binding, as system:kube-scheduler.
//
// Pods that name another scheduler, and those with scheduling gates, are left alone.
#pragma once

#include "apiserver/component.h"

namespace kubarium::scheduler {

inline constexpr std::string_view defaultScheduler = "default-scheduler"; // as pods name it, and as Events say

class Scheduler final : public apiserver::Component {
public:
    std::string_view name() const override { return "scheduler"; }

    void start(apiserver::Runtime&) const override { }

    bool watches(const api::Kind& kind) const override;
    void notice(apiserver::Runtime& runtime, const store::Change& change) const override;
    void handle(apiserver::Runtime& runtime, const sim::Event& event) const override;
    std::string describe(const sim::Event& event) const override;
};

} // namespace kubarium::scheduler
