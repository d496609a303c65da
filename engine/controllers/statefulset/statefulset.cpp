#include "statefulset.h"

#include "round.h"

#include "../history.h"
#include "../pods/claims.h"
#include "../pods/podnews.h"
#include "../pods/podstate.h"

#include "api/labelselector.h"
#include "apiserver/resources.h"
#include "sim/latency.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

const api::Kind& sets()
{
    static const api::Kind& kind = *api::findKind("apps", "v1", "StatefulSet");
    return kind;
}

const api::StatefulSet& typed(const api::ObjectPtr& set)
{
    return *set.as<api::StatefulSet>();
}

// One that is being deleted makes no revisions any more; what it said last still counts.
Revisions lastRevisions(const api::ObjectPtr& set, const std::vector<api::ObjectPtr>& history)
{
    const auto named = [&](const api::Text& name) {
        const auto found =
            std::ranges::find_if(history, [&](const api::ObjectPtr& one) { return one.meta().name == name; });
        if (found != history.end())
            return *found;
        api::Box<api::ControllerRevision> gone;
        gone.edit().metadata.name = name;
        return api::ObjectPtr(gone);
    };
    const api::StatefulSetStatus& status = *typed(set).status;
    return {named(status.currentRevision), named(status.updateRevision), status.collisionCount.valueOr(0)};
}

// Where the set goes to is what its template says now: a revision that is there already, or a new one. Where it comes
// from its status remembers.
api::Result<Revisions> revisionsOf(
    apiserver::Client& client, const api::ObjectPtr& set, const std::vector<api::ObjectPtr>& history)
{
    const api::StatefulSet& stateful = typed(set);
    if (stateful.metadata.deletionTimestamp)
        return lastRevisions(set, history);
    Revisions revisions;
    revisions.collisions = stateful.status->collisionCount.valueOr(0);
    const api::PodTemplateSpec& form = *stateful.spec->template_;
    revisions.update = newestWith(history, revisionData(form));
    if (!revisions.update) {
        api::Result<KeptRevision> kept =
            keepRevision(client, set, form, nextNumber(history), revisions.collisions, RevisionStyle::StatefulSet);
        if (!kept)
            return kept.status();
        revisions.update = kept->object;
        revisions.collisions = kept->collisions.valueOr(0);
    } else if (!(revisions.update.meta().name == history.back().meta().name)) {
        api::Result<api::ObjectPtr> newest = renumbered(client, revisions.update, nextNumber(history));
        if (!newest)
            return newest.status();
        revisions.update = *newest;
    }
    const auto current = std::ranges::find_if(history,
        [&](const api::ObjectPtr& revision) { return revision.meta().name == stateful.status->currentRevision; });
    revisions.current = current == history.end() ? revisions.update : *current;
    return revisions;
}

api::Status tell(apiserver::Client& client, const api::ObjectPtr& set, api::StatefulSetStatus status)
{
    api::StatefulSetStatus said = *typed(set).status;
    said.conditions = status.conditions; // of which this controller knows nothing
    if (said == status)
        return {};
    api::ObjectPtr told = set;
    told.editAs<api::StatefulSet>().status.edit() = std::move(status);
    const api::Status written = client.updateStatus(sets(), std::move(told)).status;
    return written.code == 404 ? api::Status() : written; // it has gone meanwhile
}

api::Status forget(apiserver::Client& client, const api::ObjectPtr& set, const Revisions& revisions,
    const std::vector<api::ObjectPtr>& history, const std::vector<api::ObjectPtr>& pods)
{
    const std::int32_t limit = typed(set).spec->revisionHistoryLimit.valueOr(10);
    if (set.meta().deletionTimestamp || std::ssize(history) <= limit)
        return {};
    return truncateHistory(client, history, limit, [&](const api::ObjectPtr& revision) {
        const api::Text& name = revision.meta().name;
        return name == revisions.current.meta().name || name == revisions.update.meta().name
            || std::ranges::any_of(
                pods, [&](const api::ObjectPtr& pod) { return name == revisionOf(*pod.as<api::Pod>()); });
    });
}

// Its own words tell it nothing, but for the end of a rollout: then the old revision is history.
bool isNewsOfSet(const store::Change& change, std::string_view controller)
{
    if (change.type == store::ChangeType::Created || !isWrittenBy(change, controller))
        return change.type != store::ChangeType::Deleted;
    const api::Text& left = typed(change.before).status->currentRevision;
    return !left.empty() && !(left == typed(change.now).status->currentRevision);
}

void keyOfOwner(const apiserver::State& state, const api::ObjectMeta& pod, std::vector<ObjectKey>& keys)
{
    if (const api::ObjectPtr set = controllerOf(state, sets(), pod))
        keys.push_back(keyOf(set));
}

} // namespace

bool StatefulSetController::watches(const api::Kind& kind) const
{
    return &kind == &sets() || (kind.group.empty() && kind.kind == "Pod");
}

void StatefulSetController::keysOf(
    const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    const auto* const pod = change.now.as<api::Pod>();
    if (!pod) {
        if (isNewsOfSet(change, name()))
            keys.push_back(keyOf(change.now));
        return;
    }
    const auto* const before = change.before.as<api::Pod>();
    if (change.type == store::ChangeType::Updated && !isNews(*before, *pod))
        return;
    keyOfOwner(state, pod->metadata, keys);
    if (before && !(before->metadata.ownerReferences == pod->metadata.ownerReferences))
        keyOfOwner(state, before->metadata, keys);
    if (change.type == store::ChangeType::Deleted || controllerOf(pod->metadata))
        return;
    if (const std::optional<MemberName> member = memberName(pod->metadata.name)) {
        if (const api::ObjectPtr set =
                state.store.find(apiserver::keyOf(sets(), pod->metadata.namespace_, member->set)))
            keys.push_back(keyOf(set));
    }
}

api::Microseconds StatefulSetController::latency(
    const apiserver::State& state, const store::Change& change, const ObjectKey& key) const
{
    const api::ObjectPtr set = state.store.find(apiserver::keyOf(sets(), key.namespace_, key.name));
    // One after the other, each pod is waited for; only what comes all at once is bundled.
    if (!change.now.as<api::Pod>() || !set
        || typed(set).spec->podManagementPolicy != api::PodManagementPolicyType::Parallel)
        return sim::latency::controller;
    const std::int32_t size = std::max(typed(set).spec->replicas.valueOr(1), typed(set).status->replicas);
    return sim::latency::bundled(static_cast<std::size_t>(size));
}

Outcome StatefulSetController::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    const api::ObjectPtr set = client.find(*key.kind, key.namespace_, key.name);
    if (!set)
        return Outcome::done(); // the garbage collector takes its pods
    const api::Result<api::LabelMatcher> selector = api::toMatcher(*typed(set).spec->selector);
    if (!selector)
        return Outcome::done(); // no later try would read it otherwise
    const History history = historyOf(client, set, *selector);
    const Claims pods = claimedPods(client, set, *selector,
        [&](const api::ObjectPtr& pod) { return ordinalOf(set.meta().name, pod.meta().name).has_value(); });
    if (!history.failure.ok() || !pods.failure.ok())
        return Outcome::again();
    const api::Result<Revisions> revisions = revisionsOf(client, set, history.revisions);
    if (!revisions)
        return Outcome::of(revisions.status());

    Round round(client, name(), set, *revisions, pods.objects);
    round.run();
    const api::Status told = tell(client, set, round.status()); // after a failure, too
    const api::Status forgotten = forget(client, set, *revisions, history.revisions, pods.objects);
    if (!round.failure().ok() || !told.ok() || !forgotten.ok() || round.awaitsClaims())
        return Outcome::again();
    const std::optional<api::Time> next = round.nextAvailable();
    return next ? Outcome::after(*next - client.now()) : Outcome::done();
}

} // namespace kubarium::controllers
