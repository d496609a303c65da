#include "ownership.h"

#include "apiserver/finalizers.h"
#include "apiserver/resources.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

// Kinds whose objects are kept in etcd; what the lab answers itself owns nothing there.
const api::Kind* kindOf(const api::OwnerReference& owner)
{
    const api::Kind* const kind = api::findKindByApiVersion(owner.apiVersion.view(), owner.kind);
    return kind && !kind->resource.empty() && kind->group != "lab.kubarium.dev" ? kind : nullptr;
}

} // namespace

std::optional<store::Key> keyOf(const api::OwnerReference& owner, std::string_view namespace_)
{
    const api::Kind* const kind = kindOf(owner);
    if (!kind || (kind->namespaced && namespace_.empty()))
        return std::nullopt;
    return apiserver::keyOf(*kind, namespace_, owner.name);
}

OwnerState stateOf(const apiserver::State& state, const api::OwnerReference& owner, std::string_view namespace_)
{
    const std::optional<store::Key> key = keyOf(owner, namespace_);
    if (!key)
        return OwnerState::Unknown;
    const api::ObjectPtr found = state.store.find(*key);
    if (!found || found.meta().uid != owner.uid)
        return OwnerState::Absent;
    return isDeletingDependents(found.meta()) ? OwnerState::Waiting : OwnerState::Solid;
}

bool isElsewhere(const apiserver::State& state, const api::OwnerReference& owner, std::string_view namespace_)
{
    const api::Kind* const kind = kindOf(owner);
    if (!kind || !kind->namespaced)
        return false;
    bool found = false;
    state.store.tree(apiserver::resourceId(*kind)).visit([&](const api::ObjectPtr& object) {
        found = object.meta().uid == owner.uid && object.meta().namespace_ != namespace_;
        return !found;
    });
    return found;
}

bool isDeletingDependents(const api::ObjectMeta& meta)
{
    return meta.deletionTimestamp && apiserver::finalizers::has(meta, apiserver::finalizers::foreground);
}

bool blocks(const api::ObjectMeta& dependent, std::string_view ownerUid)
{
    return std::any_of(
        dependent.ownerReferences.begin(), dependent.ownerReferences.end(), [&](const api::OwnerReference& owner) {
            return owner.uid == ownerUid && owner.blockOwnerDeletion.valueOr(false);
        });
}

} // namespace kubarium::controllers
