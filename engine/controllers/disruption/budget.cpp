#include "budget.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

constexpr std::string_view allowedType = "DisruptionAllowed";

void setCondition(api::PodDisruptionBudgetStatus& status, bool allowed, std::string_view reason,
    std::string_view message, api::Time now)
{
    api::List<api::Condition>& conditions = status.conditions;
    const auto* const found = std::find_if(conditions.begin(), conditions.end(),
        [](const api::Condition& condition) { return condition.type == allowedType; });
    api::Condition& condition = found == conditions.end()
        ? conditions.push_back({})
        : conditions.edit(static_cast<std::size_t>(found - conditions.begin()));
    const std::string_view value = allowed ? "True" : "False";
    if (condition.status != value)
        condition.lastTransitionTime = now;
    condition.type = allowedType;
    condition.status = value;
    condition.reason = reason;
    condition.message = message;
    condition.observedGeneration = status.observedGeneration;
}

} // namespace

bool needsScale(const api::PodDisruptionBudgetSpec& budget)
{
    return budget.maxUnavailable || (budget.minAvailable && budget.minAvailable->isString());
}

std::optional<std::int32_t> desiredHealthy(const api::PodDisruptionBudgetSpec& budget, std::int32_t expected)
{
    if (budget.maxUnavailable) {
        const std::optional<std::int32_t> unavailable = budget.maxUnavailable->scaled(expected, true);
        return unavailable ? std::optional(std::max(0, expected - *unavailable)) : std::nullopt;
    }
    return budget.minAvailable ? budget.minAvailable->scaled(expected, true) : std::optional(0);
}

std::int32_t disruptionsAllowed(std::int32_t expected, std::int32_t healthy, std::int32_t desired)
{
    return expected > 0 ? std::max(0, healthy - desired) : 0;
}

void tellAllowed(api::PodDisruptionBudgetStatus& status, api::Time now)
{
    const bool allowed = status.disruptionsAllowed > 0;
    setCondition(status, allowed, allowed ? "SufficientPods" : "InsufficientPods", "", now);
}

void tellFailure(api::PodDisruptionBudgetStatus& status, std::string_view why, api::Time now)
{
    status.disruptionsAllowed = 0;
    setCondition(status, false, "SyncFailed", why, now);
}

} // namespace kubarium::controllers
