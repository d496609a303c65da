// Puts into every namespace what its pods need to know the API server by: the ConfigMap kube-root-ca.crt. Whoever changes
// or deletes it gets it back as it was.
//
// Where the cluster has no authority of its own there is nothing to publish, and nothing is.
#pragma once

#include "controller.h"

namespace kubarium::controllers {

class RootCaPublisher final : public Controller {
public:
    std::string_view name() const override { return "root-ca-cert-publisher"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
};

} // namespace kubarium::controllers
