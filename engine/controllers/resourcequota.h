// Keeps the status of ResourceQuotas true: what is used of each limit, counted anew from the objects that are there.
//
// Admission charges what is made, at once (apiserver/admission/resourcequota.h); this controller finds out what has become
// free. It looks when a quota is made or changed, when something that is counted goes or shrinks, and every five minutes.
#pragma once

#include "controller.h"

namespace kubarium::controllers {

class ResourceQuotaController final : public Controller {
public:
    std::string_view name() const override { return "resourcequota-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
    // What is limited is known at once, so that what follows in the same instant is charged; what has become free, a
    // moment later, and the later the more there is to count.
    api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const override;
};

} // namespace kubarium::controllers
