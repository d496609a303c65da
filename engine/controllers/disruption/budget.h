// The arithmetic of a PodDisruptionBudget:
//
//   minAvailable 2        of any number     2 must stay healthy
//   minAvailable 50%      of 5              3: rounded up
//   maxUnavailable 34%    of 5              3: two may go, which is rounded up as well
//
// What is healthy beyond that may be disrupted; nothing may, as long as no pods are expected at all.
#pragma once

#include "api/types/policy.h"

#include <optional>

namespace kubarium::controllers {

// Whether it is about a share of the pods that should be there. Else it is about those that are.
bool needsScale(const api::PodDisruptionBudgetSpec& budget);
// Nothing if an amount is neither a number nor a percentage.
std::optional<std::int32_t> desiredHealthy(const api::PodDisruptionBudgetSpec& budget, std::int32_t expected);
std::int32_t disruptionsAllowed(std::int32_t expected, std::int32_t healthy, std::int32_t desired);

// The condition DisruptionAllowed, as the numbers of a status have it; and as it is when there are none to be had.
void tellAllowed(api::PodDisruptionBudgetStatus& status, api::Time now);
void tellFailure(api::PodDisruptionBudgetStatus& status, std::string_view why, api::Time now);

} // namespace kubarium::controllers
