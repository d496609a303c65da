// Keeps the EndpointSlices of Services with a selector: who of the selected pods can be sent to, on which port, and on
// which node he is. kube-proxy, DNS and ingress controllers read nothing else.
#pragma once

#include "controllers/controller.h"

namespace kubarium::controllers {

class EndpointSliceController final : public Controller {
public:
    std::string_view name() const override { return "endpointslice-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
    api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const override;
};

} // namespace kubarium::controllers
