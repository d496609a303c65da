// Keeps as many pods of a template as a Deployment wants, and takes them to another template step by step:
//
//   template changes ──▶ a new ReplicaSet ──▶ it grows, the old ones shrink, within limits ──▶ old ones stay as history
//
// The pods are the ReplicaSets' (replicaset.h); the Deployment only says how many each of them is to have.
#pragma once

#include "../controller.h"

namespace kubarium::controllers {

class DeploymentController final : public Controller {
public:
    std::string_view name() const override;
    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
    api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const override;
};

} // namespace kubarium::controllers
