#include "resourcequota.h"

#include "../kinds.h"
#include "../quota/podusage.h"
#include "../quota/usage.h"
#include "../refusals.h"
#include "../resources.h"

#include "api/types/core-config.h"
#include "api/types/core-pod.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

using quota::Amounts;

// Whether a request can take more of a quota: most kinds do so when they are made only.
bool isCharged(const Attributes& attributes)
{
    const std::string& part = attributes.request.subresource;
    if (creates(attributes))
        return part.empty();
    if (part == "resize")
        return true;
    return part.empty() && (&attributes.kind == &serviceKind() || &attributes.kind == &claimKind());
}

std::vector<api::ObjectPtr> quotasOf(const State& state, std::string_view namespace_)
{
    std::vector<api::ObjectPtr> quotas;
    const store::ObjectTree& all = state.store.tree(resourceId(quotaKind()));
    if (all.empty())
        return quotas;
    all.visit({namespace_, {}}, [&](const api::ObjectPtr& object) {
        if (!(object.meta().namespace_ == namespace_))
            return false;
        quotas.push_back(object);
        return true;
    });
    return quotas;
}

// The limits of a quota that objects of a kind take of.
Amounts limitsFor(const api::ResourceQuota& quota, const api::Kind& kind)
{
    return quota::filtered(quota.status->hard, [&](std::string_view name) { return quota::counts(kind, name); });
}

std::string joined(const Amounts& amounts)
{
    std::string names;
    for (const auto& [name, amount] : amounts)
        names += (names.empty() ? "" : ",") + name.str();
    return names;
}

std::string objectionTo(const api::ObjectPtr& object, const api::ResourceQuota& quota, const Amounts& limits)
{
    if (const auto* const pod = object.as<api::Pod>()) {
        if (const std::string unsaid = quota::unsaid(*pod, limits); !unsaid.empty())
            return "failed quota: " + quota.metadata.name.str() + ": must specify " + unsaid;
    }
    const bool isCounted = std::all_of(
        limits.begin(), limits.end(), [&](const auto& limit) { return quota.status->used.contains(limit.key); });
    if (!isCounted)
        return "status unknown for quota: " + quota.metadata.name.str() + ", resources: " + joined(limits);
    return {};
}

std::string excess(const api::ResourceQuota& quota, const Amounts& requested, const Amounts& limits)
{
    const Amounts& used = quota.status->used;
    const Amounts tooMuch = quota::filtered(requested,
        [&](std::string_view name) { return *limits.find(name) < used.valueOr(name, {}) + *requested.find(name); });
    if (tooMuch.empty())
        return {};
    const auto isTooMuch = [&](std::string_view name) { return tooMuch.contains(name); };
    return "exceeded quota: " + quota.metadata.name.str() + ", requested: " + quota::text(tooMuch)
        + ", used: " + quota::text(quota::filtered(used, isTooMuch))
        + ", limited: " + quota::text(quota::filtered(limits, isTooMuch));
}

} // namespace

std::optional<api::Status> ResourceQuotaAdmission::validate(
    const Attributes& attributes, const api::ObjectPtr& object) const
{
    if (!isCharged(attributes) || !quota::isCounted(attributes.kind))
        return std::nullopt;
    const auto refused = [&](const std::string& why) {
        return refusals::forbidden(attributes.kind, nameOf(attributes, object), why);
    };

    struct Account {
        api::ObjectPtr object;
        Amounts limits;
    };

    std::vector<Account> accounts;
    for (const api::ObjectPtr& found : quotasOf(attributes.state, attributes.request.namespace_)) {
        const api::ResourceQuota& quota = *found.as<api::ResourceQuota>();
        Amounts limits = limitsFor(quota, attributes.kind);
        if (limits.empty() || !quota::isInScope(*quota.spec, object))
            continue;
        if (const std::string objection = objectionTo(object, quota, limits); !objection.empty())
            return refused(objection);
        accounts.push_back({found, std::move(limits)});
    }
    if (accounts.empty())
        return std::nullopt;

    Amounts taken = quota::usageOf(attributes.kind, object, attributes.state.now);
    taken = quota::growth(
        taken, attributes.old ? quota::usageOf(attributes.kind, attributes.old, attributes.state.now) : Amounts());
    std::vector<api::ObjectPtr> charged;
    std::vector<std::string> told;
    for (const Account& account : accounts) {
        const api::ResourceQuota& quota = *account.object.as<api::ResourceQuota>();
        const Amounts requested =
            quota::filtered(taken, [&](std::string_view name) { return account.limits.contains(name); });
        if (requested.empty())
            continue;
        if (const std::string why = excess(quota, requested, account.limits); !why.empty())
            return refused(why);
        api::ObjectPtr next = account.object;
        quota::add(next.editAs<api::ResourceQuota>().status.edit().used, requested);
        charged.push_back(std::move(next));
        if (attributes.notes)
            told.push_back("charged to " + quota.metadata.name.str() + ": " + quota::text(requested));
    }
    // Only now that all of them have room.
    if (attributes.alongside)
        attributes.alongside->insert(attributes.alongside->end(), charged.begin(), charged.end());
    if (attributes.notes)
        attributes.notes->insert(attributes.notes->end(), told.begin(), told.end());
    return std::nullopt;
}

} // namespace kubarium::apiserver
