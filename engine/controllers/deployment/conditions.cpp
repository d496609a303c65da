#include "conditions.h"

#include <algorithm>

namespace kubarium::controllers::deployment {

const api::DeploymentCondition* findCondition(const api::DeploymentStatus& status, std::string_view type)
{
    const auto* const found = std::ranges::find_if(
        status.conditions, [&](const api::DeploymentCondition& condition) { return condition.type == type; });
    return found == status.conditions.end() ? nullptr : found;
}

api::DeploymentCondition newCondition(
    std::string_view type, std::string_view status, std::string_view reason, std::string_view message, api::Time now)
{
    api::DeploymentCondition condition;
    condition.type = type;
    condition.status = status;
    condition.lastUpdateTime = now;
    condition.lastTransitionTime = now;
    condition.reason = reason;
    condition.message = message;
    return condition;
}

void setCondition(api::DeploymentStatus& status, api::DeploymentCondition condition)
{
    const api::DeploymentCondition* const before = findCondition(status, condition.type);
    if (before && before->status == condition.status) {
        if (before->reason == condition.reason)
            return;
        condition.lastTransitionTime = before->lastTransitionTime;
    }
    removeCondition(status, condition.type);
    status.conditions.push_back(std::move(condition));
}

void removeCondition(api::DeploymentStatus& status, std::string_view type)
{
    if (findCondition(status, type))
        status.conditions.eraseIf([&](const api::DeploymentCondition& condition) { return condition.type == type; });
}

} // namespace kubarium::controllers::deployment
