// Gives each node a range of addresses for its pods: spec.podCIDR, the first of the cluster's ranges that no node has.
//
//   master-1 10.244.0.0/24    node-1 10.244.1.0/24    node-2 10.244.2.0/24    …
//
// Nodes that come at the same time are served in the order of their names. A range is free again when its node is gone.
#pragma once

#include "../controller.h"

namespace kubarium::controllers {

class NodeIpam final : public Controller {
public:
    std::string_view name() const override { return "node-ipam-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;

    apiserver::IdentityPtr identity() const override { return apiserver::controllerIdentity("node-controller"); }

    api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const override;
};

} // namespace kubarium::controllers
