// Keeps a pod of a DaemonSet on every node where one belongs, and brings them to a new template node by node.
#pragma once

#include "controller.h"

namespace kubarium::controllers {

class DaemonSetController final : public Controller {
public:
    std::string_view name() const override { return "daemon-set-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
    api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const override;
};

} // namespace kubarium::controllers
