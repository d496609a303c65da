#include "deployment.h"

#include "annotations.h"
#include "progress.h"
#include "work.h"

#include "../pods/claims.h"
#include "../pods/podstate.h"

#include "api/labelselector.h"
#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "sim/latency.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

using namespace deployment;

void add(const api::ObjectPtr& object, std::vector<ObjectKey>& keys)
{
    if (object)
        keys.push_back({&apiserver::deploymentKind(), object.meta().namespace_, object.meta().name});
}

// Those that would adopt a ReplicaSet.
void addWhoSelects(const apiserver::State& state, const api::ObjectMeta& meta, std::vector<ObjectKey>& keys)
{
    const store::ObjectTree& all = state.store.tree(apiserver::resourceId(apiserver::deploymentKind()));
    all.visit({meta.namespace_, {}}, [&](const api::ObjectPtr& object) {
        if (!(object.meta().namespace_ == meta.namespace_))
            return false;
        const auto selector = api::toMatcher(*object.as<api::Deployment>()->spec->selector);
        if (selector && selector->matches(meta.labels))
            add(object, keys);
        return true;
    });
}

bool sameController(const api::ObjectMeta& a, const api::ObjectMeta& b)
{
    const api::OwnerReference* const one = controllerOf(a);
    const api::OwnerReference* const other = controllerOf(b);
    return one && other ? *one == *other : one == other;
}

void addOwners(const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys)
{
    const api::ObjectMeta& now = change.now.meta();
    const bool isOther = !change.before || !sameController(change.before.meta(), now);
    if (change.before && isOther)
        add(controllerOf(state, apiserver::deploymentKind(), change.before.meta()), keys);
    if (controllerOf(now))
        add(controllerOf(state, apiserver::deploymentKind(), now), keys);
    else if (change.type != store::ChangeType::Deleted && (isOther || !(change.before.meta().labels == now.labels)))
        addWhoSelects(state, now, keys);
}

// One that recreates its pods waits for the last of the old ones to be gone.
void addWhoWaits(const apiserver::State& state, const api::ObjectMeta& pod, std::vector<ObjectKey>& keys)
{
    const api::ObjectPtr set = controllerOf(state, replicaSetKind(), pod);
    const api::ObjectPtr owner = set ? controllerOf(state, apiserver::deploymentKind(), set.meta()) : api::ObjectPtr();
    if (owner && !isRolling(*owner.as<api::Deployment>()->spec))
        add(owner, keys);
}

// As long as nothing else happens: when will it have taken too long?
Outcome untilDeadline(const Work& work, api::Time now)
{
    using std::chrono_literals::operator""s;
    const std::optional<api::Time> deadline = deadlineOf(work.deployment());
    return deadline ? Outcome::after(std::max<api::Microseconds>(*deadline - now, 0s) + 1s) : Outcome::done();
}

// Brings the ReplicaSets to the Deployment's size; the rollout does not go on meanwhile.
api::Status resize(Work& work, api::Time now)
{
    api::Status status = work.markNewReplicaSet();
    if (status.ok())
        status = work.scaleAll(resizings(work.deployment(), work.sets()));
    if (status.ok() && work.deployment()->spec->paused)
        status = work.cleanUp();
    return status.ok() ? work.writeStatus(observedStatus(work.deployment(), work.sets(), now)) : status;
}

// All old pods end before the first new one begins.
api::Status recreate(Work& work)
{
    if (const api::Status status = work.markNewReplicaSet(); !status.ok())
        return status;
    if (const std::vector<Scaling> down = recreateSteps(work.sets()); !down.empty())
        return work.scaleAll(down);
    if (work.oldPodsRun())
        return {};
    api::Status status = work.sets().newSet ? api::Status() : work.bringNewReplicaSet();
    if (status.ok())
        status = work.scale(wholeSize(work.deployment(), work.sets().newSet));
    if (status.ok() && isComplete(work.deployment(), *work.deployment()->status))
        status = work.cleanUp();
    return status;
}

// New pods come as old ones go, one step at a time.
api::Status roll(Work& work)
{
    if (const api::Status status = work.bringNewReplicaSet(); !status.ok())
        return status;
    if (const std::vector<Scaling> steps = rollingSteps(work.deployment(), work.sets()); !steps.empty())
        return work.scaleAll(steps);
    return isComplete(work.deployment(), *work.deployment()->status) ? work.cleanUp() : api::Status();
}

} // namespace

std::string_view DeploymentController::name() const
{
    return controllerName;
}

bool DeploymentController::watches(const api::Kind& kind) const
{
    return &kind == &apiserver::deploymentKind() || &kind == &replicaSetKind() || &kind == &apiserver::podKind();
}

void DeploymentController::keysOf(
    const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    const bool isGone = change.type == store::ChangeType::Deleted;
    if (change.now.as<api::Pod>()) {
        if (isGone)
            addWhoWaits(state, change.now.meta(), keys);
    } else if (change.now.as<api::ReplicaSet>()) {
        addOwners(state, change, keys);
    } else if (!isGone) {
        add(change.now, keys);
    }
}

Outcome DeploymentController::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    const api::ObjectPtr found = client.find(apiserver::deploymentKind(), key.namespace_, key.name);
    if (!found)
        return Outcome::done(); // the garbage collector takes its ReplicaSets

    Work work(client, found.box<api::Deployment>());
    if (const api::Status status = work.claimReplicaSets(); !status.ok())
        return Outcome::of(status);
    if (found.meta().deletionTimestamp)
        return Outcome::of(work.writeStatus(observedStatus(work.deployment(), work.sets(), client.now())));

    if (const api::Status status = work.tellPause(); !status.ok())
        return Outcome::of(status);
    const api::DeploymentSpec& spec = *found.as<api::Deployment>()->spec;
    if (spec.paused || wasResized(work.deployment(), work.sets()))
        return Outcome::of(resize(work, client.now()));

    api::Status status = isRolling(spec) ? roll(work) : recreate(work);
    if (status.ok())
        status = work.writeStatus(rolloutStatus(work.deployment(), work.sets(), client.now()));
    return status.ok() ? untilDeadline(work, client.now()) : Outcome::of(status);
}

// The pods that a set loses go one by one: what is to be known is when the last one is gone.
api::Microseconds DeploymentController::latency(
    const apiserver::State& state, const store::Change& change, const ObjectKey& key) const
{
    if (!change.now.as<api::Pod>())
        return sim::latency::controller;
    const api::ObjectPtr found =
        state.store.find(apiserver::keyOf(apiserver::deploymentKind(), key.namespace_, key.name));
    const std::int32_t size = found ? found.as<api::Deployment>()->spec->replicas.valueOr(1) : 1;
    return sim::latency::bundled(static_cast<std::size_t>(size));
}

} // namespace kubarium::controllers
