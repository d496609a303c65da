// Keeps the status of PodDisruptionBudgets true: how many pods are expected and healthy, how many must stay so, how many may
// go. The eviction API (apiserver/subresources/eviction.h) goes by these numbers.
//
// A pod whose eviction was granted counts as gone from then on; if it is still there after two minutes, it counts again. The
// condition DisruptionTarget of a pod that was to be disrupted and was not is taken back after the same time.
#pragma once

#include "controller.h"

namespace kubarium::controllers {

class DisruptionController final : public Controller {
public:
    std::string_view name() const override { return "disruption-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
    api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const override;
};

} // namespace kubarium::controllers
