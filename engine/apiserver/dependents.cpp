#include "dependents.h"

#include "resources.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

bool names(const api::List<api::OwnerReference>& owners, const api::Text& uid)
{
    return std::any_of(
        owners.begin(), owners.end(), [&](const api::OwnerReference& owner) { return owner.uid == uid; });
}

store::Key keyOf(const store::Change& change)
{
    return {change.resource, change.now.meta().namespace_, change.now.meta().name};
}

bool isAdopted(store::ResourceId resource)
{
    static const store::ResourceId sets = resourceId(*api::findKind("apps", "v1", "ReplicaSet"));
    static const store::ResourceId revisions = resourceId(*api::findKind("apps", "v1", "ControllerRevision"));
    return resource == sets || resource == revisions;
}

bool isUncontrolled(const api::ObjectPtr& object)
{
    const auto& owners = object.meta().ownerReferences;
    return std::none_of(
        owners.begin(), owners.end(), [](const api::OwnerReference& owner) { return owner.controller.valueOr(false); });
}

} // namespace

void Dependents::learn(const store::Change& change)
{
    learnOwners(change);
    if (isAdopted(change.resource))
        learnController(change);
}

void Dependents::learnOwners(const store::Change& change)
{
    const bool isGone = change.type == store::ChangeType::Deleted;
    const api::List<api::OwnerReference> before =
        change.before ? change.before.meta().ownerReferences : api::List<api::OwnerReference>();
    const api::List<api::OwnerReference> now =
        isGone ? api::List<api::OwnerReference>() : change.now.meta().ownerReferences;
    if (before.sameStorage(now))
        return; // by far the most: status changes
    const store::Key dependent = keyOf(change);
    for (const api::OwnerReference& owner : before) {
        if (!names(now, owner.uid))
            m_index.erase(owner.uid, dependent);
    }
    for (const api::OwnerReference& owner : now) {
        if (!names(before, owner.uid))
            m_index.insert(owner.uid, dependent);
    }
}

void Dependents::learnController(const store::Change& change)
{
    const bool before = change.before && isUncontrolled(change.before);
    const bool now = change.type != store::ChangeType::Deleted && isUncontrolled(change.now);
    if (before && !now)
        m_uncontrolled.erase({}, keyOf(change));
    else if (now && !before)
        m_uncontrolled.insert({}, keyOf(change));
}

std::vector<store::Key> Dependents::of(std::string_view ownerUid) const
{
    std::vector<store::Key> keys;
    visit(ownerUid, [&](const store::Key& key) {
        keys.push_back(key);
        return true;
    });
    return keys;
}

} // namespace kubarium::apiserver
