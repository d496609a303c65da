// Mirrors Endpoints that people write for Services without a selector into EndpointSlices, so that those who read only
// slices know them, too. Who does not want that labels the Endpoints endpointslice.kubernetes.io/skip-mirror: "true".
#pragma once

#include "controllers/controller.h"

namespace kubarium::controllers {

class EndpointSliceMirroringController final : public Controller {
public:
    std::string_view name() const override { return "endpointslicemirroring-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
};

} // namespace kubarium::controllers
