// Notices when a kubelet has fallen silent, and sees to it that nobody counts on its node any longer.
//
//   0 s     the last sign of life: a renewed Lease, or a report of the Node
//   50 s    Ready becomes Unknown, pods of the node count as not ready, the node keeps new pods away
//           and drives out those that run: at once if it is the only one, else one node after the other (zones.h)
//   …       each pod goes when it has tolerated that for as long as it said (tainteviction.h)
//   back    the kubelet reports: both taints go at once
//
// It looks every five seconds. How fast nodes are emptied it reads from the times at which the taints of others came.
#pragma once

#include "../controller.h"

namespace kubarium::controllers {

class NodeLifecycle final : public Controller {
public:
    std::string_view name() const override { return "node-controller"; }

    void start(apiserver::Runtime& runtime) const override;
    bool watches(const api::Kind& kind) const override;
    std::string describe(const sim::Event& event) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
    api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const override;
};

} // namespace kubarium::controllers
