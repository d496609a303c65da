// Fills Secrets of type kubernetes.io/service-account-token: the token of the account that the annotation names, which has
// no end, the certificate by which the server is known, and the namespace.
//
// Such a Secret lives as long as its account. One for an account that is not there is deleted, and so are all of an account
// that goes; an account forgets Secrets that are gone. (Pods no longer need any of this: their tokens are asked for.)
#pragma once

#include "controller.h"

namespace kubarium::controllers {

class ServiceAccountTokens final : public Controller {
public:
    std::string_view name() const override { return "service-account-token-controller"; }

    bool watches(const api::Kind& kind) const override;

protected:
    void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const override;
    Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const override;
    // It makes the tokens by which the other controllers are known, so it has none itself.
    apiserver::IdentityPtr identity() const override;
};

} // namespace kubarium::controllers
