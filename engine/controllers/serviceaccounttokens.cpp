#include "serviceaccounttokens.h"

#include "api/types/core-config.h"
#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "apiserver/tokens/claims.h"
#include "apiserver/tokens/jwt.h"
#include "apiserver/tokens/sessionkeys.h"

namespace kubarium::controllers {

namespace {

constexpr std::string_view accountNameKey = "kubernetes.io/service-account.name";
constexpr std::string_view accountUidKey = "kubernetes.io/service-account.uid";
constexpr std::string_view tokenKey = "token";
constexpr std::string_view certificateKey = "ca.crt";
constexpr std::string_view namespaceKey = "namespace";

const api::Kind& secrets()
{
    static const api::Kind& kind = *api::findKind("", "v1", "Secret");
    return kind;
}

bool holdsToken(const api::ObjectPtr& object)
{
    const auto* const secret = object.as<api::Secret>();
    return secret && secret->type == api::SecretType::KubernetesIoServiceAccountToken;
}

bool isOfAccount(const api::ObjectPtr& secret, const api::ObjectMeta& account)
{
    const api::Map<api::Text>& annotations = secret.meta().annotations;
    const api::Text uid = annotations.valueOr(accountUidKey, {});
    return annotations.valueOr(accountNameKey, {}) == account.name && (uid.empty() || uid == account.uid);
}

// Null: there is no such account, or it is another one by now.
api::ObjectPtr accountOf(const apiserver::Client& client, const api::ObjectPtr& secret)
{
    const api::Text name = secret.meta().annotations.valueOr(accountNameKey, {});
    api::ObjectPtr account = client.find(apiserver::accountKind(), secret.meta().namespace_, name);
    return account && isOfAccount(secret, account.meta()) ? account : api::ObjectPtr();
}

std::string tokenFor(const apiserver::State& state, const api::ObjectMeta& secret, const api::ObjectMeta& account)
{
    apiserver::LegacyClaims claims;
    claims.namespace_ = secret.namespace_.str();
    claims.secret = secret.name.str();
    claims.account = {account.name.str(), account.uid.str()};
    return apiserver::signedToken(state.keys->tokens(), claims.json());
}

Outcome fill(apiserver::Client& client, const api::ObjectPtr& found, const api::ObjectMeta& account)
{
    const apiserver::State& state = client.state();
    const api::Map<api::Text>& there = found.as<api::Secret>()->data;
    const bool needsCertificate = !state.clusterCa.empty() && !(there.valueOr(certificateKey, {}) == state.clusterCa);
    const bool needsNamespace = there.valueOr(namespaceKey, {}).empty();
    const bool needsToken = there.valueOr(tokenKey, {}).empty() && state.keys;
    if (!needsCertificate && !needsNamespace && !needsToken)
        return Outcome::done();
    api::ObjectPtr filled = found;
    api::Map<api::Text>& data = filled.editAs<api::Secret>().data;
    if (needsCertificate)
        data.set(certificateKey, api::Text(state.clusterCa));
    if (needsNamespace)
        data.set(namespaceKey, found.meta().namespace_);
    if (needsToken)
        data.set(tokenKey, api::Text(tokenFor(state, found.meta(), account)));
    filled.editMeta().annotations.set(accountNameKey, account.name);
    filled.editMeta().annotations.set(accountUidKey, account.uid);
    return Outcome::of(client.update(secrets(), std::move(filled)).status);
}

// A Secret has gone: whoever still lists it forgets it.
Outcome forget(apiserver::Client& client, const ObjectKey& key)
{
    const apiserver::State& state = client.state();
    std::vector<api::ObjectPtr> holders;
    state.store.tree(apiserver::resourceId(apiserver::accountKind()))
        .visit({key.namespace_, ""}, [&](const api::ObjectPtr& account) {
            if (!(account.meta().namespace_ == key.namespace_))
                return false;
            for (const api::ObjectReference& reference : account.as<api::ServiceAccount>()->secrets) {
                if (reference.name == key.name) {
                    holders.push_back(account);
                    break;
                }
            }
            return true;
        });
    for (api::ObjectPtr& holder : holders) {
        holder.editAs<api::ServiceAccount>().secrets.eraseIf(
            [&](const api::ObjectReference& reference) { return reference.name == key.name; });
        if (const api::Status written = client.update(apiserver::accountKind(), std::move(holder)).status;
            !written.ok())
            return Outcome::of(written);
    }
    return Outcome::done();
}

} // namespace

bool ServiceAccountTokens::watches(const api::Kind& kind) const
{
    return &kind == &secrets() || &kind == &apiserver::accountKind();
}

void ServiceAccountTokens::keysOf(
    const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    if (holdsToken(change.now)) {
        keys.push_back({&secrets(), change.now.meta().namespace_, change.now.meta().name});
        return;
    }
    if (!change.now.as<api::ServiceAccount>() || change.type == store::ChangeType::Updated)
        return;
    const api::ObjectMeta& account = change.now.meta();
    state.store.tree(apiserver::resourceId(secrets()))
        .visit({account.namespace_, ""}, [&](const api::ObjectPtr& secret) {
            if (!(secret.meta().namespace_ == account.namespace_))
                return false;
            if (holdsToken(secret) && isOfAccount(secret, account))
                keys.push_back({&secrets(), secret.meta().namespace_, secret.meta().name});
            return true;
        });
}

Outcome ServiceAccountTokens::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    const api::ObjectPtr secret = client.find(secrets(), key.namespace_, key.name);
    if (!secret)
        return forget(client, key);
    if (!holdsToken(secret))
        return Outcome::done(); // another one of that name by now
    if (const api::ObjectPtr account = accountOf(client, secret))
        return fill(client, secret, account.meta());
    if (secret.meta().deletionTimestamp)
        return Outcome::done(); // its finalizers take their time
    apiserver::DeleteOptions thisOne;
    thisOne.uid = secret.meta().uid.str();
    return Outcome::of(client.remove(secrets(), secret, std::move(thisOne)).status);
}

apiserver::IdentityPtr ServiceAccountTokens::identity() const
{
    static const auto identity = std::make_shared<const apiserver::Identity>(
        apiserver::Identity{"system:kube-controller-manager", "", {"system:authenticated"}, {}});
    return identity;
}

} // namespace kubarium::controllers
