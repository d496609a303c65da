// Removes Jobs, and with them their pods, so long after they were over as their ttlSecondsAfterFinished says.
#pragma once

#include "../controller.h"

namespace kubarium::controllers {

class TtlAfterFinished final : public Controller {
public:
    std::string_view name() const override { return "ttl-after-finished-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
};

} // namespace kubarium::controllers
