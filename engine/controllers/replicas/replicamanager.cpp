#include "replicamanager.h"

#include "deletionorder.h"

#include "../pods/claims.h"
#include "../pods/endingnamespace.h"
#include "../pods/podcontrol.h"
#include "../pods/podnews.h"
#include "../pods/podstate.h"

#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "sim/latency.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

constexpr std::size_t mostAtOnce = 500; // pods made or removed before the set is looked at again

bool hasLabelsOf(const api::PodTemplateSpec& form, const api::Pod& pod)
{
    const api::Map<api::Text>& wanted = form.metadata.labels;
    const api::Map<api::Text>& labels = pod.metadata.labels;
    return wanted.sameStorage(labels) || std::all_of(wanted.begin(), wanted.end(), [&](const auto& label) {
        const api::Text* const value = labels.find(label.key);
        return value && *value == label.value;
    });
}

ReplicaCounts counted(const std::vector<api::ObjectPtr>& pods, const ReplicaWish& wish, api::Time now)
{
    ReplicaCounts counts;
    for (const api::ObjectPtr& object : pods) {
        const api::Pod& pod = *object.as<api::Pod>();
        ++counts.replicas;
        counts.fullyLabeled += hasLabelsOf(*wish.form, pod);
        counts.ready += isReady(pod);
        counts.available += isAvailable(pod, wish.minReadySeconds, now);
    }
    return counts;
}

// When the next pod that is ready becomes available.
std::optional<api::Time> nextAvailable(const std::vector<api::ObjectPtr>& pods, const ReplicaWish& wish, api::Time now)
{
    std::optional<api::Time> next;
    for (const api::ObjectPtr& pod : pods) {
        const std::optional<api::Time> from = availableFrom(*pod.as<api::Pod>(), wish.minReadySeconds, now);
        if (from && (!next || *from < *next))
            next = from;
    }
    return next;
}

} // namespace

bool ReplicaManager::watches(const api::Kind& watched) const
{
    return &watched == &kind() || &watched == &apiserver::podKind();
}

void ReplicaManager::keysOf(
    const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    if (change.now.as<api::Pod>()) {
        const auto selectorOf = [this](const api::ObjectPtr& set) {
            std::optional<ReplicaWish> wish = wishOf(set);
            return wish ? std::optional(std::move(wish->selector)) : std::nullopt;
        };
        keysOfPod(state, change, kind(), selectorOf, keys);
    } else if (change.type == store::ChangeType::Created
        || (change.type == store::ChangeType::Updated && !isWrittenBy(change, name()))) {
        keys.push_back({&kind(), change.now.meta().namespace_, change.now.meta().name});
    }
}

// News of pods comes bundled: each look goes through all pods of a set.
api::Microseconds ReplicaManager::latency(
    const apiserver::State& state, const store::Change& change, const ObjectKey& key) const
{
    if (!change.now.as<api::Pod>())
        return sim::latency::controller;
    const api::ObjectPtr set = state.store.find(apiserver::keyOf(kind(), key.namespace_, key.name));
    return sim::latency::bundled(set ? static_cast<std::size_t>(std::max(0, sizeOf(set))) : 0);
}

Outcome ReplicaManager::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    const api::ObjectPtr set = client.find(kind(), key.namespace_, key.name);
    const std::optional<ReplicaWish> wish = set ? wishOf(set) : std::nullopt;
    if (!wish)
        return Outcome::done(); // deleted meanwhile; the garbage collector takes its pods

    const auto isAlive = [](const api::ObjectPtr& pod) { return isActive(*pod.as<api::Pod>()); };
    Claims claims = claimedPods(client, set, wish->selector, isAlive);
    if (!claims.failure.ok())
        return Outcome::of(claims.failure);
    std::erase_if(claims.objects, [&](const api::ObjectPtr& pod) { return !isAlive(pod); });
    const std::vector<api::ObjectPtr>& pods = claims.objects;

    const auto wanted = static_cast<std::size_t>(std::max(0, wish->replicas));
    const std::size_t missing = wanted > pods.size() ? wanted - pods.size() : 0;
    const std::size_t surplus = pods.size() > wanted ? pods.size() - wanted : 0;
    api::Status scaled;
    if (!set.meta().deletionTimestamp && missing > 0)
        scaled = createPods(client, set, *wish, std::min(missing, mostAtOnce));
    else if (!set.meta().deletionTimestamp && surplus > 0)
        scaled = deletePods(client, set, pods, std::min(surplus, mostAtOnce));

    if (isOfEndingNamespace(scaled))
        return Outcome::done();

    // The status tells what was found, not what was just done about it: that is counted when the news of it comes. It is
    // written after a failure, too, for its condition is how the user learns that a quota or a rule is in the way.
    std::optional<ReplicaFailure> failure;
    if (!scaled.ok())
        failure = ReplicaFailure{missing > 0 ? "FailedCreate" : "FailedDelete", scaled.message};
    const api::ObjectPtr told = withStatus(set, counted(pods, *wish, client.now()), failure, client.now());
    if (!told.sameStorage(set)) {
        if (const api::Status written = client.updateStatus(kind(), told).status; !written.ok() && written.code != 404)
            return Outcome::of(written);
    }
    if (!scaled.ok())
        return Outcome::again();
    if (!set.meta().deletionTimestamp && std::max(missing, surplus) > mostAtOnce)
        return Outcome::after(sim::latency::controller);
    const std::optional<api::Time> next = nextAvailable(pods, *wish, client.now());
    return next ? Outcome::after(*next - client.now()) : Outcome::done();
}

api::Status ReplicaManager::createPods(
    apiserver::Client& client, const api::ObjectPtr& set, const ReplicaWish& wish, std::size_t count) const
{
    PodControl control(client, name());
    const api::Box<api::Pod> pod = PodControl::podOf(*wish.form, set);
    return slowStart(static_cast<int>(count), [&](int) { return control.create(pod, set).status; }).failure;
}

api::Status ReplicaManager::deletePods(apiserver::Client& client, const api::ObjectPtr& set,
    const std::vector<api::ObjectPtr>& pods, std::size_t count) const
{
    const std::vector<api::ObjectPtr> related =
        count < pods.size() ? relatedPods(client.state(), set.meta()) : std::vector<api::ObjectPtr>();
    PodControl control(client, name());
    api::Status failure;
    for (const api::ObjectPtr& pod : leastWanted(pods, count, related, client.now())) {
        if (const api::Status status = control.remove(pod, set).status; !status.ok() && failure.ok())
            failure = status;
    }
    return failure;
}

// The pods of all sets of the same owner, as a Deployment's old and new ones; nothing of a set that stands alone.
std::vector<api::ObjectPtr> ReplicaManager::relatedPods(const apiserver::State& state, const api::ObjectMeta& set) const
{
    const api::OwnerReference* const owner = controllerOf(set);
    if (!owner)
        return {};
    std::vector<api::ObjectPtr> related;
    const store::ResourceId sets = apiserver::resourceId(kind());
    state.dependents.visit(owner->uid, sets, set.namespace_, [&](const store::Key& key) {
        if (const api::ObjectPtr sibling = state.store.find(key)) {
            const std::vector<api::ObjectPtr> pods = controlledPods(state, sibling.meta());
            related.insert(related.end(), pods.begin(), pods.end());
        }
        return true;
    });
    return related;
}

} // namespace kubarium::controllers
