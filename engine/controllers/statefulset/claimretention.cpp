#include "claimretention.h"

#include "../pods/podstate.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

struct Policy {
    explicit Policy(const api::StatefulSet& set)
    {
        using namespace api::PersistentVolumeClaimRetentionPolicyType;
        const api::StatefulSetPersistentVolumeClaimRetentionPolicy& said =
            *set.spec->persistentVolumeClaimRetentionPolicy;
        whenDeleted = said.whenDeleted == Delete;
        whenScaled = said.whenScaled == Delete;
    }

    bool whenDeleted;
    bool whenScaled;
};

bool names(const api::OwnerReference& reference, const api::ObjectPtr& object)
{
    return reference.apiVersion == object.type().apiVersion && reference.kind == object.type().kind
        && reference.name == object.meta().name;
}

} // namespace

bool isSomebodyElses(const api::ObjectMeta& claim, const api::ObjectPtr& set, const api::ObjectPtr& pod)
{
    const Policy policy(*set.as<api::StatefulSet>());
    if (!policy.whenDeleted && !policy.whenScaled)
        return false;
    return std::any_of(
        claim.ownerReferences.begin(), claim.ownerReferences.end(), [&](const api::OwnerReference& owner) {
            if (names(owner, set))
                return !(owner.uid == set.meta().uid);
            if (names(owner, pod))
                return !(owner.uid == pod.meta().uid);
            return owner.controller.valueOr(false);
        });
}

api::List<api::OwnerReference> ownersOfClaim(
    const api::ObjectMeta& claim, const api::ObjectPtr& set, const api::ObjectPtr& pod, bool isScaledAway)
{
    const Policy policy(*set.as<api::StatefulSet>());
    api::List<api::OwnerReference> wanted; // one at most
    if (isSomebodyElses(claim, set, pod))
        ;
    else if (policy.whenScaled && isScaledAway)
        wanted.push_back(controllerReference(pod));
    else if (policy.whenDeleted)
        wanted.push_back(controllerReference(set));

    api::List<api::OwnerReference> owners = claim.ownerReferences;
    owners.eraseIf([&](const api::OwnerReference& owner) {
        const bool isOurs = owner.uid == set.meta().uid || owner.uid == pod.meta().uid;
        return isOurs && (wanted.empty() || !(owner == wanted.front()));
    });
    for (const api::OwnerReference& owner : wanted) {
        if (std::find(owners.begin(), owners.end(), owner) == owners.end())
            owners.push_back(owner);
    }
    return owners;
}

bool isLeftBehind(const api::ObjectMeta& claim, const api::StatefulSet& set, std::string_view pod)
{
    const auto& owners = claim.ownerReferences;
    return Policy(set).whenScaled && std::any_of(owners.begin(), owners.end(), [&](const api::OwnerReference& owner) {
        return owner.apiVersion == "v1" && owner.kind == "Pod" && owner.name == pod;
    });
}

} // namespace kubarium::controllers
