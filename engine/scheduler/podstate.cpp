#include "podstate.h"

#include "plugins/schedulinggates.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

bool hasEnded(const api::Pod& pod)
{
    return pod.status->phase == api::PodPhase::Succeeded || pod.status->phase == api::PodPhase::Failed;
}

} // namespace

bool isUnassigned(const api::Pod& pod)
{
    return pod.spec->nodeName.empty() && pod.spec->schedulerName == defaultScheduler && !pod.metadata.deletionTimestamp
        && !hasEnded(pod);
}

bool isWaiting(const api::Pod& pod)
{
    return isUnassigned(pod) && !isGated(*pod.spec);
}

bool isPlaced(const api::Pod& pod)
{
    return !pod.spec->nodeName.empty() && !hasEnded(pod);
}

bool isRefused(const api::Pod& pod)
{
    const auto& conditions = pod.status->conditions;
    return std::any_of(conditions.begin(), conditions.end(), [](const api::PodCondition& condition) {
        return condition.type == api::PodConditionType::PodScheduled && condition.status == "False"
            && condition.reason != "SchedulingGated";
    });
}

} // namespace kubarium::scheduler
