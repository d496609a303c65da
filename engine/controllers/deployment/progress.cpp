#include "progress.h"

#include "conditions.h"

#include <algorithm>
#include <limits>

namespace kubarium::controllers::deployment {

namespace {

namespace type = api::DeploymentConditionType;

bool progressed(const api::DeploymentStatus& before, const api::DeploymentStatus& now)
{
    return now.updatedReplicas > before.updatedReplicas
        || now.replicas - now.updatedReplicas < before.replicas - before.updatedReplicas
        || now.readyReplicas > before.readyReplicas || now.availableReplicas > before.availableReplicas;
}

bool timedOut(const DeploymentPtr& deployment, const api::DeploymentStatus& status, api::Time now)
{
    const api::DeploymentCondition* const condition = findCondition(status, type::Progressing);
    // After a rollout that succeeded nothing is waited for until the next one has begun.
    if (!condition || condition->reason == reason::newReplicaSetAvailable)
        return false;
    return condition->reason == reason::progressDeadlineExceeded
        || condition->lastUpdateTime + api::Seconds(*deployment->spec->progressDeadlineSeconds) < now;
}

void tellProgress(api::DeploymentStatus& status, const DeploymentPtr& deployment, const OwnedSets& sets, api::Time now)
{
    const std::string subject = sets.newSet ? "ReplicaSet \"" + sets.newSet->metadata.name.str() + "\""
                                            : "Deployment \"" + deployment->metadata.name.str() + "\"";
    const auto tell = [&](std::string_view value, std::string_view why, std::string_view sentence) {
        return newCondition(type::Progressing, value, why, subject + std::string(sentence), now);
    };
    if (isComplete(deployment, status)) {
        setCondition(status, tell("True", reason::newReplicaSetAvailable, " has successfully progressed."));
    } else if (progressed(*deployment->status, status)) {
        // Each step counts as an update, though reason and status stay: the deadline begins anew.
        api::DeploymentCondition condition = tell("True", reason::replicaSetUpdated, " is progressing.");
        const api::DeploymentCondition* const before = findCondition(status, type::Progressing);
        if (before && before->status == "True")
            condition.lastTransitionTime = before->lastTransitionTime;
        removeCondition(status, type::Progressing);
        setCondition(status, std::move(condition));
    } else if (timedOut(deployment, status, now)) {
        setCondition(status, tell("False", reason::progressDeadlineExceeded, " has timed out progressing."));
    }
}

const api::ReplicaSetCondition* failureOf(const ReplicaSetPtr& set)
{
    const auto& conditions = set->status->conditions;
    const auto* const found = std::ranges::find_if(conditions, [](const api::ReplicaSetCondition& condition) {
        return condition.type == api::ReplicaSetConditionType::ReplicaFailure;
    });
    return found == conditions.end() ? nullptr : found;
}

// That of the new ReplicaSet before those of old ones.
const api::ReplicaSetCondition* failureOf(const OwnedSets& sets)
{
    const api::ReplicaSetCondition* failure = failureOf(sets.newSet);
    for (auto set = sets.oldSets.begin(); !failure && set != sets.oldSets.end(); ++set)
        failure = failureOf(*set);
    return failure;
}

void tellFailure(api::DeploymentStatus& status, const OwnedSets& sets)
{
    const api::ReplicaSetCondition* const failure = failureOf(sets);
    if (!failure) {
        removeCondition(status, type::ReplicaFailure);
        return;
    }
    setCondition(status,
        newCondition(
            type::ReplicaFailure, failure->status, failure->reason, failure->message, failure->lastTransitionTime));
}

} // namespace

bool isRolling(const api::DeploymentSpec& spec)
{
    return spec.strategy.type == api::DeploymentStrategyType::RollingUpdate;
}

Limits limitsOf(const api::DeploymentSpec& spec)
{
    const std::int32_t desired = spec.replicas.valueOr(1);
    if (!isRolling(spec))
        return {desired, 0, 0};
    const api::RollingUpdateDeployment& rolling = *spec.strategy.rollingUpdate;
    return rollingLimits(rolling.maxSurge.valueOr(0), rolling.maxUnavailable.valueOr(0), desired);
}

bool hasProgressDeadline(const api::DeploymentSpec& spec)
{
    return spec.progressDeadlineSeconds && *spec.progressDeadlineSeconds != std::numeric_limits<std::int32_t>::max();
}

bool isComplete(const DeploymentPtr& deployment, const api::DeploymentStatus& status)
{
    const std::int32_t desired = deployment->spec->replicas.valueOr(1);
    return status.updatedReplicas == desired && status.replicas == desired && status.availableReplicas == desired
        && status.observedGeneration >= deployment->metadata.generation;
}

api::DeploymentStatus observedStatus(const DeploymentPtr& deployment, const OwnedSets& sets, api::Time now)
{
    const std::vector<ReplicaSetPtr> all = sets.all();
    api::DeploymentStatus status = *deployment->status; // its conditions and collisions stay
    status.observedGeneration = deployment->metadata.generation;
    status.replicas = total(all, &api::ReplicaSetStatus::replicas);
    status.updatedReplicas = sets.newSet->status->replicas;
    status.readyReplicas = total(all, &api::ReplicaSetStatus::readyReplicas);
    status.availableReplicas = total(all, &api::ReplicaSetStatus::availableReplicas);
    // While it shrinks, more may be available than are wanted.
    status.unavailableReplicas =
        static_cast<std::int32_t>(std::max<std::int64_t>(0, totalSize(all) - status.availableReplicas));
    status.terminatingReplicas.reset(); // not told, unless by a feature that v1.34 has switched off

    const bool isEnough = status.availableReplicas >= limitsOf(*deployment->spec).minAvailable();
    setCondition(status,
        isEnough ? newCondition(
            type::Available, "True", reason::minimumReplicasAvailable, "Deployment has minimum availability.", now)
                 : newCondition(type::Available, "False", reason::minimumReplicasUnavailable,
                     "Deployment does not have minimum availability.", now));
    return status;
}

api::DeploymentStatus rolloutStatus(const DeploymentPtr& deployment, const OwnedSets& sets, api::Time now)
{
    api::DeploymentStatus status = observedStatus(deployment, sets, now);
    if (!hasProgressDeadline(*deployment->spec))
        removeCondition(status, type::Progressing);
    // Where one template is left, and its rollout succeeded once, pods that come and go are no rollout.
    const api::DeploymentCondition* const progressing = findCondition(*deployment->status, type::Progressing);
    const bool wasComplete = status.replicas == status.updatedReplicas && progressing
        && progressing->reason == reason::newReplicaSetAvailable;
    if (hasProgressDeadline(*deployment->spec) && !wasComplete)
        tellProgress(status, deployment, sets, now);
    tellFailure(status, sets);
    return status;
}

std::optional<api::Time> deadlineOf(const DeploymentPtr& deployment)
{
    const api::DeploymentCondition* const progressing = findCondition(*deployment->status, type::Progressing);
    if (!hasProgressDeadline(*deployment->spec) || !progressing || isComplete(deployment, *deployment->status))
        return std::nullopt;
    if (progressing->reason == reason::progressDeadlineExceeded
        || progressing->reason == reason::newReplicaSetAvailable)
        return std::nullopt;
    return progressing->lastUpdateTime + api::Seconds(*deployment->spec->progressDeadlineSeconds);
}

} // namespace kubarium::controllers::deployment
