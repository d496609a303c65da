#include "serviceaccounts.h"

#include "api/types/core-config.h"
#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "sim/latency.h"

namespace kubarium::controllers {

namespace {

constexpr std::string_view defaultAccount = "default";

} // namespace

bool ServiceAccounts::watches(const api::Kind& kind) const
{
    return &kind == &apiserver::namespaceKind() || &kind == &apiserver::accountKind();
}

void ServiceAccounts::keysOf(
    const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    const api::ObjectMeta& meta = change.now.meta();
    const bool isGone = change.type == store::ChangeType::Deleted;
    if (isGone ? meta.name == defaultAccount && change.now.as<api::ServiceAccount>()
               : change.now.as<api::Namespace>()
                && !state.store.find(apiserver::keyOf(apiserver::accountKind(), meta.name, defaultAccount)))
        keys.push_back({&apiserver::namespaceKind(), {}, isGone ? meta.namespace_ : meta.name});
}

Outcome ServiceAccounts::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    const api::ObjectPtr home = client.find(apiserver::namespaceKind(), {}, key.name);
    if (!home || home.as<api::Namespace>()->status->phase != api::NamespacePhase::Active)
        return Outcome::done();
    if (client.find(apiserver::accountKind(), key.name, defaultAccount))
        return Outcome::done();
    api::Box<api::ServiceAccount> account;
    account.edit().metadata.name = defaultAccount;
    account.edit().metadata.namespace_ = key.name;
    return Outcome::of(client.create(apiserver::accountKind(), key.name, account).status);
}

api::Microseconds ServiceAccounts::latency(const apiserver::State&, const store::Change&, const ObjectKey&) const
{
    return sim::latency::serviceAccount;
}

} // namespace kubarium::controllers
