#include "rollout.h"

#include "annotations.h"
#include "conditions.h"
#include "progress.h"

#include "../pods/podstate.h"

#include "apiserver/resources.h"

#include <algorithm>

namespace kubarium::controllers::deployment {

namespace {

struct Next {
    std::vector<Scaling> steps;
    RolloutWait wait = RolloutWait::Nothing;
    std::int32_t pods = 0;
};

template <class Visitor>
void visitNamespace(const store::Snapshot& snapshot, const api::Kind& kind, const api::Text& home, Visitor visitor)
{
    snapshot.tree(apiserver::resourceId(kind)).visit({home, {}}, [&](const api::ObjectPtr& object) {
        if (!(object.meta().namespace_ == home))
            return false;
        visitor(object);
        return true;
    });
}

// Pods of old ReplicaSets that have not ended yet, those that are being deleted, too.
std::int32_t oldPods(const store::Snapshot& snapshot, const DeploymentPtr& deployment, const OwnedSets& sets)
{
    static const api::Kind& podKind = *api::findKind("", "v1", "Pod");
    std::int32_t count = 0;
    visitNamespace(snapshot, podKind, deployment->metadata.namespace_, [&](const api::ObjectPtr& pod) {
        count += !isFinished(*pod.as<api::Pod>()) && std::ranges::any_of(sets.oldSets, [&](const ReplicaSetPtr& set) {
            return isControlledBy(pod.meta(), set->metadata);
        });
    });
    return count;
}

void dropIdle(std::vector<Scaling>& steps)
{
    std::erase_if(steps, [](const Scaling& step) { return step.set && step.from == step.to; });
}

// What the rollout does when enough new pods can serve: tried with one more, two more …
Next afterNewPods(const DeploymentPtr& deployment, OwnedSets sets)
{
    const std::int32_t missing = sizeOf(sets.newSet) - sets.newSet->status->availableReplicas;
    for (std::int32_t more = 1; more <= missing; ++more) {
        ++sets.newSet.edit().status.edit().availableReplicas;
        if (std::vector<Scaling> steps = rollingSteps(deployment, sets); !steps.empty())
            return {std::move(steps), RolloutWait::NewPods, more};
    }
    return {{}, missing > 0 ? RolloutWait::NewPods : RolloutWait::Nothing, std::max(0, missing)};
}

Next nextOfRolling(const DeploymentPtr& deployment, const OwnedSets& sets)
{
    if (std::vector<Scaling> steps = rollingSteps(deployment, sets); !steps.empty() || !sets.newSet)
        return {sets.newSet ? std::move(steps) : std::vector{creation(deployment, sets)}};
    if (Next later = afterNewPods(deployment, sets); later.wait != RolloutWait::Nothing)
        return later;
    const std::int32_t gone = total(sets.oldSets, &api::ReplicaSetStatus::replicas);
    return {{}, gone > 0 ? RolloutWait::OldPods : RolloutWait::Nothing, gone};
}

Next nextOfRecreate(const store::Snapshot& snapshot, const DeploymentPtr& deployment, const OwnedSets& sets)
{
    if (std::vector<Scaling> down = recreateSteps(sets); !down.empty())
        return {std::move(down)};
    std::vector<Scaling> up{sets.newSet ? wholeSize(deployment, sets.newSet) : creation(deployment, sets)};
    dropIdle(up);
    if (up.empty()) {
        const std::int32_t missing = sizeOf(sets.newSet) - sets.newSet->status->availableReplicas;
        return {{}, missing > 0 ? RolloutWait::NewPods : RolloutWait::Nothing, std::max(0, missing)};
    }
    const std::int32_t left = oldPods(snapshot, deployment, sets);
    return {std::move(up), left > 0 ? RolloutWait::OldPods : RolloutWait::Nothing, left};
}

Next nextOf(const store::Snapshot& snapshot, const DeploymentPtr& deployment, const OwnedSets& sets)
{
    if (deployment->metadata.deletionTimestamp)
        return {};
    if (deployment->spec->paused || wasResized(deployment, sets)) {
        std::vector<Scaling> steps = resizings(deployment, sets);
        dropIdle(steps);
        if (!steps.empty())
            return {std::move(steps)};
    }
    Next next =
        isRolling(*deployment->spec) ? nextOfRolling(deployment, sets) : nextOfRecreate(snapshot, deployment, sets);
    if (deployment->spec->paused && !next.steps.empty())
        return {std::move(next.steps), RolloutWait::Resume};
    return next;
}

// The condition that tells what is in the way.
const api::DeploymentCondition* obstacle(const api::DeploymentStatus& status)
{
    const api::DeploymentCondition* const failure = findCondition(status, api::DeploymentConditionType::ReplicaFailure);
    if (failure && failure->status == "True")
        return failure;
    const api::DeploymentCondition* const progressing =
        findCondition(status, api::DeploymentConditionType::Progressing);
    const bool isAny = progressing && !(progressing->status == "True") && !(progressing->reason == reason::resumed);
    return isAny ? progressing : nullptr;
}

RolloutState stateOf(const Rollout& rollout, const DeploymentPtr& deployment)
{
    const bool isAtRest = rollout.next.empty() && rollout.wait == RolloutWait::Nothing;
    if (deployment->metadata.deletionTimestamp)
        return RolloutState::Ending;
    if (deployment->spec->paused)
        return RolloutState::Paused;
    if (isAtRest && rollout.available() >= rollout.limits.desired)
        return RolloutState::Complete;
    if (rollout.reason == reason::progressDeadlineExceeded)
        return RolloutState::Overdue;
    if (!rollout.reason.empty() && !(rollout.reason == reason::paused))
        return RolloutState::Failing;
    return rollout.wait == RolloutWait::Nothing ? RolloutState::Moving : RolloutState::Waiting;
}

RolloutSet lane(const ReplicaSetPtr& set, bool isNew)
{
    const api::ReplicaSetStatus& status = *set->status;
    return {set->metadata.name, revisionOf(set), isNew, sizeOf(set), status.replicas, status.readyReplicas,
        status.availableReplicas, set->metadata.annotations.valueOr(changeCauseAnnotation, {})};
}

void tellLimits(Rollout& rollout, const api::DeploymentSpec& spec)
{
    rollout.strategy = spec.strategy.type;
    rollout.limits = limitsOf(spec);
    if (!isRolling(spec))
        return;
    const std::int32_t desired = rollout.limits.desired;
    const api::IntOrString surge = spec.strategy.rollingUpdate->maxSurge.valueOr(0);
    const api::IntOrString unavailable = spec.strategy.rollingUpdate->maxUnavailable.valueOr(0);
    rollout.maxSurge = {surge, rollout.limits.maxSurge, shareText(surge, desired, true)};
    rollout.maxUnavailable = {unavailable, rollout.limits.maxUnavailable, shareText(unavailable, desired, false)};
    rollout.isLeastUnavailable =
        rollout.limits.maxUnavailable == 1 && unavailable.scaled(desired, false).value_or(0) == 0;
}

std::string countText(std::int32_t pods, std::string_view more)
{
    return std::to_string(pods) + std::string(more) + (pods == 1 ? " pod" : " pods");
}

std::string newSetName(const Rollout& rollout)
{
    const auto found = std::ranges::find_if(rollout.sets, &RolloutSet::isNew);
    return found == rollout.sets.end() ? "the new ReplicaSet" : found->name.str();
}

std::string waitText(const Rollout& rollout)
{
    const std::string verb = rollout.waitFor == 1 ? " is " : " are ";
    switch (rollout.wait) {
    case RolloutWait::NewPods:
        return "when " + countText(rollout.waitFor, " more") + " of " + newSetName(rollout) + verb + "available";
    case RolloutWait::OldPods:
        return "when " + countText(rollout.waitFor, "") + " of old ReplicaSets" + verb + "gone";
    case RolloutWait::Resume:
        return "when it is resumed";
    case RolloutWait::Nothing:
        break;
    }
    return {};
}

} // namespace

std::int32_t Rollout::total() const
{
    std::int32_t sum = 0;
    for (const RolloutSet& set : sets)
        sum += set.current;
    return sum;
}

std::int32_t Rollout::available() const
{
    std::int32_t sum = 0;
    for (const RolloutSet& set : sets)
        sum += set.available;
    return sum;
}

OwnedSets controlledSets(const store::Snapshot& snapshot, const DeploymentPtr& deployment)
{
    static const api::Kind& kind = *api::findKind("apps", "v1", "ReplicaSet");
    std::vector<ReplicaSetPtr> sets;
    visitNamespace(snapshot, kind, deployment->metadata.namespace_, [&](const api::ObjectPtr& object) {
        if (isControlledBy(object.meta(), deployment->metadata))
            sets.push_back(object.box<api::ReplicaSet>());
    });
    return ownedSets(*deployment->spec->template_, std::move(sets));
}

Rollout rolloutOf(const store::Snapshot& snapshot, const DeploymentPtr& deployment)
{
    const OwnedSets sets = controlledSets(snapshot, deployment);
    Rollout rollout;
    tellLimits(rollout, *deployment->spec);
    for (const ReplicaSetPtr& set : sets.oldSets)
        rollout.sets.push_back(lane(set, false));
    if (sets.newSet)
        rollout.sets.push_back(lane(sets.newSet, true));
    std::ranges::stable_sort(rollout.sets, {}, &RolloutSet::revision);

    const Next next = nextOf(snapshot, deployment, sets);
    for (const Scaling& step : next.steps) {
        const std::int64_t revision = step.set ? revisionOf(step.set) : lastRevision(sets.oldSets) + 1;
        rollout.next.push_back({step.set ? step.set->metadata.name : api::Text(), revision, step.from, step.to});
    }
    rollout.wait = next.wait;
    rollout.waitFor = next.pods;
    rollout.deadline = deadlineOf(deployment);
    if (const api::DeploymentCondition* const condition = obstacle(*deployment->status)) {
        rollout.reason = condition->reason;
        rollout.obstacle = condition->message;
    }
    rollout.state = stateOf(rollout, deployment);
    return rollout;
}

std::string nextText(const Rollout& rollout)
{
    std::string text = waitText(rollout);
    for (const RolloutStep& step : rollout.next) {
        if (!text.empty())
            text += ", ";
        text += step.replicaSet.empty() ? "a new ReplicaSet" : step.replicaSet.str();
        text += " goes from " + std::to_string(step.from) + " to " + std::to_string(step.to);
    }
    return text;
}

} // namespace kubarium::controllers::deployment
