#include "disruptiontarget.h"

#include "api/types/core-pod.h"
#include "api/wholesecond.h"

#include <algorithm>

namespace kubarium::apiserver {

api::ObjectPtr withDisruptionTarget(
    api::ObjectPtr pod, std::string_view reason, std::string_view message, api::Time now)
{
    api::List<api::PodCondition>& conditions = pod.editAs<api::Pod>().status.edit().conditions;
    const auto found = std::find_if(conditions.begin(), conditions.end(),
        [](const api::PodCondition& condition) { return condition.type == api::PodConditionType::DisruptionTarget; });
    api::PodCondition& condition = found == conditions.end()
        ? conditions.push_back({})
        : conditions.edit(static_cast<std::size_t>(found - conditions.begin()));
    if (condition.status != "True")
        condition.lastTransitionTime = api::wholeSecond(now);
    condition.type = api::PodConditionType::DisruptionTarget;
    condition.status = "True";
    condition.reason = reason;
    condition.message = message;
    condition.observedGeneration = pod.meta().generation;
    return pod;
}

} // namespace kubarium::apiserver
