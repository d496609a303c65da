// Tells kubelets how long they may keep what they have read of Secrets and ConfigMaps: the larger the cluster, the longer.
// The time stands in the annotation node.alpha.kubernetes.io/ttl of each node, in seconds.
//
//   up to 100 nodes 0     to 500 15     to 1000 30     to 2000 60     more 300
//
// A cluster that shrinks goes back a step only when it is clearly smaller: at 90, 450, 900 and 1800 nodes.
#pragma once

#include "../controller.h"

namespace kubarium::controllers {

// The time for a cluster of so many nodes in which it was `now` so far.
int ttlSeconds(std::size_t nodes, int now);

class NodeTtl final : public Controller {
public:
    std::string_view name() const override { return "ttl-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
};

} // namespace kubarium::controllers
