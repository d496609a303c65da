#include "jobconditions.h"

#include <algorithm>

namespace kubarium::controllers {

const api::JobCondition* trueCondition(const api::Job& job, std::string_view type)
{
    for (const api::JobCondition& condition : job.status->conditions) {
        if (condition.type == type && condition.status == "True")
            return &condition;
    }
    return nullptr;
}

const api::JobCondition* finishedCondition(const api::Job& job)
{
    const api::JobCondition* const complete = trueCondition(job, api::JobConditionType::Complete);
    return complete ? complete : trueCondition(job, api::JobConditionType::Failed);
}

api::JobCondition newCondition(std::string_view type, std::string_view reason, std::string_view message, api::Time now)
{
    api::JobCondition condition;
    condition.type = type;
    condition.status = "True";
    condition.lastProbeTime = now;
    condition.lastTransitionTime = now;
    if (!reason.empty())
        condition.reason = reason;
    if (!message.empty())
        condition.message = message;
    return condition;
}

bool setCondition(api::JobStatus& status, const api::JobCondition& condition)
{
    const auto& conditions = status.conditions;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const api::JobCondition& before = conditions[i];
        if (!(before.type == condition.type))
            continue;
        if (before.status == condition.status && before.reason == condition.reason
            && before.message == condition.message)
            return false;
        status.conditions.edit(i) = condition;
        return true;
    }
    if (condition.status == "False")
        return false;
    status.conditions.push_back(condition);
    return true;
}

} // namespace kubarium::controllers
