#include "resourcequota.h"

#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "api/types/core-service.h"
#include "api/types/core-volumes.h"
#include "apiserver/kinds.h"
#include "apiserver/quota/podusage.h"
#include "apiserver/quota/usage.h"
#include "apiserver/resources.h"
#include "sim/latency.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

using apiserver::quota::Amounts;

constexpr std::chrono::minutes resync{5};
constexpr std::string_view behindAllNames = "\xff";

std::size_t objectsIn(const apiserver::State& state, const api::Kind& kind, std::string_view namespace_)
{
    const store::ObjectTree& all = state.store.tree(apiserver::resourceId(kind));
    return all.countFrom({namespace_, {}}) - all.countFrom({namespace_, behindAllNames});
}

// Whether an update can have made something free.
bool givesBack(const api::Kind& kind, const store::Change& change, api::Time now)
{
    if (const api::Pod* const pod = change.now.as<api::Pod>()) {
        const api::Pod& before = *change.before.as<api::Pod>();
        using apiserver::quota::isCharged;
        if (pod->status->phase != before.status->phase && isCharged(before, now) && !isCharged(*pod, now))
            return true;
        const bool isSame = pod->spec.sameStorage(before.spec) || pod->spec->containers == before.spec->containers;
        const bool isGivenTheSame = pod->status->containerStatuses.sameStorage(before.status->containerStatuses);
        if (isSame && isGivenTheSame)
            return false;
    } else if (!change.now.as<api::Service>() && !change.now.as<api::PersistentVolumeClaim>()) {
        return false;
    }
    using apiserver::quota::usageOf;
    return !apiserver::quota::growth(usageOf(kind, change.before, now), usageOf(kind, change.now, now)).empty();
}

// What of `names` the objects of a kind use.
Amounts usageOfKind(const apiserver::State& state, const api::ResourceQuota& quota, const api::Kind& kind,
    const apiserver::quota::NameFilter& isWanted)
{
    Amounts sum;
    const api::Text& home = quota.metadata.namespace_;
    state.store.tree(apiserver::resourceId(kind)).visit({home, {}}, [&](const api::ObjectPtr& object) {
        if (!(object.meta().namespace_ == home))
            return false;
        if (apiserver::quota::isInScope(*quota.spec, object))
            apiserver::quota::add(
                sum, apiserver::quota::filtered(apiserver::quota::usageOf(kind, object, state.now), isWanted));
        return true;
    });
    return sum;
}

// Where only the number of objects counts, they are not looked at one by one.
Amounts usageOf(const apiserver::State& state, const api::ResourceQuota& quota)
{
    Amounts used;
    const bool hasScopes = !quota.spec->scopes.empty() || !quota.spec->scopeSelector->matchExpressions.empty();
    for (const api::Kind& kind : api::kinds()) {
        if (!kind.stored || !apiserver::quota::isCounted(kind))
            continue;
        Amounts others; // names that need a look at each object
        for (const auto& [name, limit] : quota.spec->hard) {
            if (!apiserver::quota::counts(kind, name))
                continue;
            if (hasScopes || !apiserver::quota::isObjectCount(kind, name))
                others.set(name, {});
            else
                used.set(name,
                    api::Quantity::ofUnits(
                        static_cast<std::int64_t>(objectsIn(state, kind, quota.metadata.namespace_))));
        }
        if (others.empty())
            continue;
        apiserver::quota::add(
            others, usageOfKind(state, quota, kind, [&](std::string_view name) { return others.contains(name); }));
        apiserver::quota::add(used, others);
    }
    return used;
}

} // namespace

bool ResourceQuotaController::watches(const api::Kind& kind) const
{
    return apiserver::quota::isCounted(kind);
}

void ResourceQuotaController::keysOf(
    const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    const store::ObjectTree& quotas = state.store.tree(apiserver::resourceId(apiserver::quotaKind()));
    if (quotas.empty())
        return;
    const api::ObjectMeta& meta = change.now.meta();
    const bool isGone = change.type == store::ChangeType::Deleted;
    if (const auto* const quota = change.now.as<api::ResourceQuota>(); quota && !isGone) {
        const auto* const before = change.before.as<api::ResourceQuota>();
        if (!before || !(*before->spec == *quota->spec))
            keys.push_back({&apiserver::quotaKind(), meta.namespace_, meta.name});
        return;
    }
    if (change.type == store::ChangeType::Created)
        return; // admission has charged it
    const api::Kind& kind = apiserver::kindOf(change.resource);
    std::vector<ObjectKey> concerned;
    quotas.visit({meta.namespace_, {}}, [&](const api::ObjectPtr& object) {
        if (!(object.meta().namespace_ == meta.namespace_))
            return false;
        const Amounts& hard = object.as<api::ResourceQuota>()->spec->hard;
        if (std::any_of(
                hard.begin(), hard.end(), [&](const auto& limit) { return apiserver::quota::counts(kind, limit.key); }))
            concerned.push_back({&apiserver::quotaKind(), meta.namespace_, object.meta().name});
        return true;
    });
    if (!concerned.empty() && (isGone || givesBack(kind, change, state.now)))
        keys.insert(keys.end(), concerned.begin(), concerned.end());
}

Outcome ResourceQuotaController::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    api::ObjectPtr object = client.find(apiserver::quotaKind(), key.namespace_, key.name);
    if (!object)
        return Outcome::done();
    const api::ResourceQuota& quota = *object.as<api::ResourceQuota>();
    api::ResourceQuotaStatus status;
    status.hard = quota.spec->hard;
    status.used = usageOf(client.state(), quota);
    const bool isTrue = status.hard == quota.status->hard && apiserver::quota::equal(status.used, quota.status->used);
    if (!isTrue) {
        object.editAs<api::ResourceQuota>().status.edit() = status;
        const apiserver::Response written = client.updateStatus(apiserver::quotaKind(), object);
        if (!written.ok())
            return Outcome::of(written.status);
    }
    return Outcome::inBackground(resync);
}

api::Microseconds ResourceQuotaController::latency(
    const apiserver::State& state, const store::Change& change, const ObjectKey& key) const
{
    if (change.now.as<api::ResourceQuota>() && change.type != store::ChangeType::Deleted)
        return sim::latency::quota;
    return sim::latency::bundled(objectsIn(state, apiserver::podKind(), key.namespace_));
}

} // namespace kubarium::controllers
