// Every namespace has a ServiceAccount `default`, from its first instant on: no pod could be created without it. Whoever
// deletes it gets a new one.
#pragma once

#include "controller.h"

namespace kubarium::controllers {

class ServiceAccounts final : public Controller {
public:
    std::string_view name() const override { return "service-account-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
    api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const override;
};

} // namespace kubarium::controllers
