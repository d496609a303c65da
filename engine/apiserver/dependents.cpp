#include "dependents.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

bool names(const api::List<api::OwnerReference>& owners, const api::Text& uid)
{
    return std::any_of(
        owners.begin(), owners.end(), [&](const api::OwnerReference& owner) { return owner.uid == uid; });
}

} // namespace

void Dependents::learn(const store::Change& change)
{
    const bool isGone = change.type == store::ChangeType::Deleted;
    const api::List<api::OwnerReference> before =
        change.before ? change.before.meta().ownerReferences : api::List<api::OwnerReference>();
    const api::List<api::OwnerReference> now =
        isGone ? api::List<api::OwnerReference>() : change.now.meta().ownerReferences;
    if (before.sameStorage(now))
        return; // by far the most: status changes
    const api::ObjectMeta& meta = change.now.meta();
    const store::Key dependent{change.resource, meta.namespace_, meta.name};
    for (const api::OwnerReference& owner : before) {
        if (!names(now, owner.uid))
            m_index.erase(owner.uid, dependent);
    }
    for (const api::OwnerReference& owner : now) {
        if (!names(before, owner.uid))
            m_index.insert(owner.uid, dependent);
    }
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
