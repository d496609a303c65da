#include "statefulpods.h"

#include "claimretention.h"
#include "member.h"

#include "../eventrecorder.h"

#include "apiserver/kinds.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

const api::StatefulSet& typed(const api::ObjectPtr& set)
{
    return *set.as<api::StatefulSet>();
}

bool isScaledAway(const api::ObjectPtr& set, std::int32_t ordinal)
{
    return !ordinalsOf(*typed(set).spec).contain(ordinal);
}

// Several failures as one, the way Go puts errors together: "[a, b]".
api::Status together(const std::vector<std::string>& failures)
{
    if (failures.empty())
        return {};
    std::string message = failures.front();
    for (std::size_t i = 1; i < failures.size(); ++i)
        message += ", " + failures[i];
    if (failures.size() > 1)
        message = "[" + message + "]";
    return {500, "InternalError", std::move(message), {}};
}

} // namespace

api::Result<api::ObjectPtr> StatefulPods::create(const api::Box<api::Pod>& pod, std::int32_t ordinal)
{
    const std::string name = pod->metadata.name.str();
    if (api::Status claims = makeMissingClaims(name, ordinal); !claims.ok())
        return told("create", name, std::move(claims));
    apiserver::Response made = m_client.create(apiserver::podKind(), m_set.meta().namespace_, pod);
    if (made.status.reason == "AlreadyExists")
        return made.status; // somebody else's pod has this name; nobody is told
    if (made.ok()) {
        if (api::Status handed = handClaims(made.object, ordinal); !handed.ok())
            return told("update", name, std::move(handed));
    }
    const api::Status status = told("create", name, std::move(made.status));
    if (!status.ok())
        return status;
    return std::move(made.object);
}

api::Status StatefulPods::mend(const api::ObjectPtr& pod, std::int32_t ordinal)
{
    const std::string name = pod.meta().name.str();
    api::ObjectPtr mended = pod;
    if (!hasItsLabels(*pod.as<api::Pod>()))
        giveLabels(mended.editAs<api::Pod>(), ordinal);
    if (!hasItsVolumes(typed(m_set), ordinal, *pod.as<api::Pod>())) {
        giveVolumes(typed(m_set), ordinal, mended.editAs<api::Pod>());
        if (api::Status claims = makeMissingClaims(name, ordinal); !claims.ok())
            return told("update", name, std::move(claims));
    }
    if (api::Status handed = handClaims(pod, ordinal); !handed.ok())
        return told("update", name, std::move(handed));
    return told("update", name, m_client.update(apiserver::podKind(), std::move(mended)).status);
}

bool StatefulPods::needsMending(const api::ObjectPtr& pod, std::int32_t ordinal) const
{
    const api::Pod& there = *pod.as<api::Pod>();
    return !hasItsLabels(there) || !hasItsVolumes(typed(m_set), ordinal, there) || !claimsAreHanded(pod, ordinal);
}

api::Status StatefulPods::remove(const api::ObjectPtr& pod)
{
    api::Status removed = m_client.remove(apiserver::podKind(), pod).status;
    if (removed.code == 404)
        return {}; // somebody else was faster
    return told("delete", pod.meta().name, std::move(removed));
}

api::Status StatefulPods::makeClaims(const api::ObjectPtr& pod, std::int32_t ordinal)
{
    if (api::Status made = makeMissingClaims(pod.meta().name.str(), ordinal); !made.ok())
        return made;
    api::Status handed = handClaims(pod, ordinal);
    return handed.ok() ? handed : told("update", pod.meta().name, std::move(handed));
}

bool StatefulPods::awaitsClaims(std::int32_t ordinal) const
{
    const std::string pod = podName(m_set.meta().name, ordinal);
    return std::ranges::any_of(claimsThere(ordinal),
        [&](const api::ObjectPtr& claim) { return isLeftBehind(claim.meta(), typed(m_set), pod); });
}

api::Status StatefulPods::handClaims(const api::ObjectPtr& pod, std::int32_t ordinal)
{
    for (api::ObjectPtr& claim : claimsThere(ordinal)) {
        const std::string name = claim.meta().name.str();
        if (isSomebodyElses(claim.meta(), m_set, pod)) {
            recordEvent(m_client, m_component, m_set, EventType::Warning, "ConflictingController",
                "PersistentVolumeClaim " + name
                    + " has a conflicting OwnerReference that acts as a manging controller, the retention policy is "
                      "ignored for this claim"); // misspelt by the real one
        }
        api::List<api::OwnerReference> owners = ownersOfClaim(claim.meta(), m_set, pod, isScaledAway(m_set, ordinal));
        if (owners == claim.meta().ownerReferences)
            continue;
        claim.editMeta().ownerReferences = std::move(owners);
        api::Status written = m_client.update(apiserver::claimKind(), std::move(claim)).status;
        if (!written.ok()) {
            written.message = "could not update claim " + name + " for delete policy ownerRefs: " + written.message;
            return written;
        }
    }
    return {};
}

bool StatefulPods::claimsAreHanded(const api::ObjectPtr& pod, std::int32_t ordinal) const
{
    return std::ranges::all_of(claimsThere(ordinal), [&](const api::ObjectPtr& claim) {
        return ownersOfClaim(claim.meta(), m_set, pod, isScaledAway(m_set, ordinal)) == claim.meta().ownerReferences;
    });
}

api::Status StatefulPods::makeMissingClaims(const std::string& pod, std::int32_t ordinal)
{
    std::vector<std::string> failures;
    for (const api::Box<api::PersistentVolumeClaim>& claim : claimsFor(typed(m_set), ordinal)) {
        const std::string name = claim->metadata.name.str();
        if (const api::ObjectPtr there = m_client.find(apiserver::claimKind(), m_set.meta().namespace_, name)) {
            if (there.meta().deletionTimestamp)
                failures.push_back("pvc " + name + " is being deleted");
            continue;
        }
        const api::Status made = m_client.create(apiserver::claimKind(), m_set.meta().namespace_, claim).status;
        if (!made.ok())
            failures.push_back("failed to create PVC " + name + ": " + made.message);
        tellOfClaim(name, pod, made);
    }
    return together(failures);
}

std::vector<api::ObjectPtr> StatefulPods::claimsThere(std::int32_t ordinal) const
{
    std::vector<api::ObjectPtr> claims;
    for (const api::PersistentVolumeClaim& form : typed(m_set).spec->volumeClaimTemplates) {
        const std::string name = claimName(form, m_set.meta().name, ordinal);
        if (api::ObjectPtr there = m_client.find(apiserver::claimKind(), m_set.meta().namespace_, name))
            claims.push_back(std::move(there));
    }
    return claims;
}

api::Status StatefulPods::told(std::string_view verb, std::string_view pod, api::Status status)
{
    std::string reason(verb);
    reason.front() = static_cast<char>(reason.front() - 'a' + 'A');
    const std::string what =
        std::string(verb) + " Pod " + std::string(pod) + " in StatefulSet " + m_set.meta().name.str();
    if (status.ok())
        recordEvent(m_client, m_component, m_set, EventType::Normal, "Successful" + reason, what + " successful");
    else
        recordEvent(m_client, m_component, m_set, EventType::Warning, "Failed" + reason,
            what + " failed error: " + status.message);
    return status;
}

void StatefulPods::tellOfClaim(std::string_view claim, std::string_view pod, const api::Status& status)
{
    const std::string set = " in StatefulSet " + m_set.meta().name.str();
    const std::string what = "create Claim " + std::string(claim);
    if (status.ok())
        recordEvent(m_client, m_component, m_set, EventType::Normal, "SuccessfulCreate",
            what + " Pod " + std::string(pod) + set + " success");
    else
        recordEvent(m_client, m_component, m_set, EventType::Warning, "FailedCreate",
            what + " for Pod " + std::string(pod) + set + " failed error: " + status.message);
}

} // namespace kubarium::controllers
