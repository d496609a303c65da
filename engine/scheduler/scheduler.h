// Gives each pod that has no node the best of those that can take it: through a Binding, as system:kube-scheduler.
//
//   waiting pods ─ the most important, oldest one ─→ filters → scores → Binding          Event Scheduled
//                                                       │
//                                                       └ none fits → preemption         Event FailedScheduling, the pod's
//                                                                     then the queue     condition PodScheduled is False
//
// One pod is one event of the simulation. What it decided is not written down beyond that: from the state at the revision of
// a decision it can be worked out again, with all its reasons (decision.h).
#pragma once

#include "queue.h"
#include "view.h"

#include "apiserver/client.h"

namespace kubarium::scheduler {

class Scheduler final : public apiserver::Component {
public:
    std::string_view name() const override { return "scheduler"; }

    void start(apiserver::Runtime& runtime) const override;
    bool watches(const api::Kind& kind) const override;
    void notice(apiserver::Runtime& runtime, const store::Change& change) const override;
    void handle(apiserver::Runtime& runtime, const sim::Event& event) const override;
    std::string describe(const sim::Event& event) const override;

private:
    void noticePod(apiserver::Runtime& runtime, const store::Change& change) const;
    void spread(apiserver::Runtime& runtime, News news, const store::Change& change) const;
    void runCycle(apiserver::Runtime& runtime) const;

    mutable Views m_views; // what the store says, in another form
};

} // namespace kubarium::scheduler
