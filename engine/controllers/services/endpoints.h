// Keeps the Endpoints object of each Service with a selector: what older clients read. It stands for the same pods as the
// Service's EndpointSlices, in one object of the Service's name, and goes with it.
#pragma once

#include "controllers/controller.h"

namespace kubarium::controllers {

class EndpointsController final : public Controller {
public:
    std::string_view name() const override { return "endpoint-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
    api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const override;
};

} // namespace kubarium::controllers
