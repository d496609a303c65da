#include "podindex.h"

#include "kinds.h"
#include "resources.h"

#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

store::ResourceId pods()
{
    static const store::ResourceId id = resourceId(podKind());
    return id;
}

bool hasValue(const api::Map<api::Text>& labels, const api::Text& value)
{
    return std::any_of(labels.begin(), labels.end(), [&](const auto& label) { return label.value == value; });
}

bool isControlled(const api::ObjectMeta& meta)
{
    return std::any_of(meta.ownerReferences.begin(), meta.ownerReferences.end(),
        [](const api::OwnerReference& owner) { return owner.controller.valueOr(false); });
}

// What the index knows of a pod; of one that is not there, nothing.
struct Known {
    explicit Known(const api::Pod* pod)
    {
        if (!pod)
            return;
        labels = pod->metadata.labels;
        node = pod->spec->nodeName;
        isUncontrolled = !isControlled(pod->metadata);
    }

    api::Map<api::Text> labels;
    api::Text node;
    bool isUncontrolled = false;
};

// A value that a pod's labels must have: the one that comes last, for selectors are sorted by key and tell more and more.
const api::Text* requiredValue(const api::LabelMatcher& selector)
{
    using Operator = api::LabelRequirement::Operator;
    const auto requirements = selector.requirements();
    const auto found =
        std::find_if(requirements.rbegin(), requirements.rend(), [](const api::LabelRequirement& requirement) {
            const bool is = requirement.op() == Operator::Equals || requirement.op() == Operator::DoubleEquals
                || requirement.op() == Operator::In;
            return is && requirement.values().size() == 1;
        });
    return found == requirements.rend() ? nullptr : &found->values().front();
}

} // namespace

api::Text claimOf(const api::ObjectMeta& pod, const api::Volume& volume)
{
    if (volume.persistentVolumeClaim)
        return volume.persistentVolumeClaim->claimName;
    if (volume.ephemeral)
        return api::Text(pod.name.str() + "-" + volume.name.str());
    return {};
}

void PodIndex::learn(const store::Change& change)
{
    if (change.resource != pods())
        return;
    const bool isGone = change.type == store::ChangeType::Deleted;
    const Known before(change.before.as<api::Pod>());
    const Known now(isGone ? nullptr : change.now.as<api::Pod>());
    const store::Key pod{change.resource, change.now.meta().namespace_, change.now.meta().name};
    if (!before.labels.sameStorage(now.labels)) {
        for (const auto& label : before.labels) {
            if (!hasValue(now.labels, label.value))
                m_labels.erase(label.value, pod);
        }
        for (const auto& label : now.labels) {
            if (!hasValue(before.labels, label.value))
                m_labels.insert(label.value, pod);
        }
    }
    if (!(before.node == now.node)) {
        if (!before.node.empty())
            m_nodes.erase(before.node, pod);
        if (!now.node.empty())
            m_nodes.insert(now.node, pod);
    }
    learnClaims(change, pod);
    if (before.isUncontrolled && !now.isUncontrolled)
        m_uncontrolled.erase({}, pod);
    else if (now.isUncontrolled && !before.isUncontrolled)
        m_uncontrolled.insert({}, pod);
}

// The volumes of a pod are there from its beginning to its end.
void PodIndex::learnClaims(const store::Change& change, const store::Key& pod)
{
    if (change.type == store::ChangeType::Updated)
        return;
    for (const api::Volume& volume : change.now.as<api::Pod>()->spec->volumes) {
        const api::Text claim = claimOf(change.now.meta(), volume);
        if (claim.empty())
            continue;
        if (change.type == store::ChangeType::Created)
            m_claims.insert(claim, pod);
        else
            m_claims.erase(claim, pod);
    }
}

void PodIndex::visitSelected(const store::Store& store, std::string_view namespace_, const api::LabelMatcher& selector,
    const Visitor& visitor) const
{
    if (selector.matchesNothing())
        return;
    if (const api::Text* const value = requiredValue(selector)) {
        store::ObjectTree::Finder finder(store.tree(pods()));
        m_labels.visit(*value, pods(), namespace_, [&](const store::Key& key) {
            const api::ObjectPtr* const pod = finder.find(key.namespace_, key.name);
            return !pod || !selector.matches(pod->meta().labels) || visitor(*pod);
        });
        return;
    }
    store.tree(pods()).visit({namespace_, {}}, [&](const api::ObjectPtr& pod) {
        if (pod.meta().namespace_ != namespace_)
            return false;
        return !selector.matches(pod.meta().labels) || visitor(pod);
    });
}

void PodIndex::visitOnNode(const store::Store& store, std::string_view node, const Visitor& visitor) const
{
    m_nodes.visit(node, [&](const store::Key& key) {
        const api::ObjectPtr pod = store.find(key);
        return !pod || visitor(pod);
    });
}

void PodIndex::visitUsing(
    const store::Store& store, std::string_view namespace_, std::string_view claim, const Visitor& visitor) const
{
    m_claims.visit(claim, pods(), namespace_, [&](const store::Key& key) {
        const api::ObjectPtr pod = store.find(key);
        return !pod || visitor(pod);
    });
}

void PodIndex::visitUncontrolled(const store::Store& store, std::string_view namespace_, const Visitor& visitor) const
{
    m_uncontrolled.visit({}, pods(), namespace_, [&](const store::Key& key) {
        const api::ObjectPtr pod = store.find(key);
        return !pod || visitor(pod);
    });
}

} // namespace kubarium::apiserver
