// ClusterRoles that collect the rules of others: whatever carries the labels that an aggregationRule asks for.
//
//   view  ←  {aggregate-to-view: "true"}  ←  system:aggregate-to-view, and the roles that come with a custom resource
//
// A change of any ClusterRole may change each role that aggregates, so all of those are looked at again.
#pragma once

#include "controller.h"

namespace kubarium::controllers {

class ClusterRoleAggregation final : public Controller {
public:
    std::string_view name() const override { return "clusterrole-aggregation-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
    api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const override;
};

} // namespace kubarium::controllers
