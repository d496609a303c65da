#include "podnews.h"

#include "podstate.h"

#include "apiserver/resources.h"

namespace kubarium::controllers {

namespace {

constexpr std::string_view controllersHome = "system:serviceaccount:kube-system:";

void matchingOwners(const apiserver::State& state, const api::ObjectMeta& pod, const api::Kind& kind,
    const SelectorOf& selectorOf, std::vector<ObjectKey>& keys)
{
    if (pod.labels.empty() || pod.deletionTimestamp)
        return; // nobody adopts what is leaving
    state.store.tree(apiserver::resourceId(kind)).visit({pod.namespace_, {}}, [&](const api::ObjectPtr& owner) {
        if (!(owner.meta().namespace_ == pod.namespace_))
            return false;
        if (const auto selector = selectorOf(owner); selector && selector->matches(pod.labels))
            keys.push_back({&kind, pod.namespace_, owner.meta().name});
        return true;
    });
}

} // namespace

void keysOfPod(const apiserver::State& state, const store::Change& change, const api::Kind& kind,
    const SelectorOf& selectorOf, std::vector<ObjectKey>& keys)
{
    const api::Pod& now = *change.now.as<api::Pod>();
    const api::Pod* const before = change.before.as<api::Pod>();
    const bool isUpdate = change.type == store::ChangeType::Updated;
    if (isUpdate && !isNews(*before, now))
        return;
    const api::OwnerReference* const owner = controllerOf(now.metadata);
    if (owner && owner->kind == kind.kind)
        keys.push_back({&kind, now.metadata.namespace_, owner->name});
    const api::OwnerReference* const left = isUpdate ? controllerOf(before->metadata) : nullptr;
    if (left && left->kind == kind.kind && !(owner && owner->uid == left->uid))
        keys.push_back({&kind, now.metadata.namespace_, left->name}); // it is one short
    if (owner || change.type == store::ChangeType::Deleted)
        return;
    if (!isUpdate || left || !(before->metadata.labels == now.metadata.labels))
        matchingOwners(state, now.metadata, kind, selectorOf, keys);
}

bool isWrittenBy(const store::Change& change, std::string_view controller)
{
    const std::string_view actor = change.origin.actor.view();
    return actor.size() == controllersHome.size() + controller.size() && actor.starts_with(controllersHome)
        && actor.ends_with(controller);
}

} // namespace kubarium::controllers
