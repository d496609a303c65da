#include "eviction.h"

#include "../disruptiontarget.h"
#include "../refusals.h"
#include "../resources.h"

#include "api/labelselector.h"
#include "api/types/core-pod.h"
#include "api/types/policy.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

constexpr std::size_t mostUnconfirmed = 2'000;

const api::Kind& budgetKind()
{
    return *api::findKind("policy", "v1", "PodDisruptionBudget");
}

template <class Conditions> bool isTrue(const Conditions& conditions, std::string_view type)
{
    return std::any_of(conditions.begin(), conditions.end(),
        [&](const auto& condition) { return condition.type == type && condition.status == "True"; });
}

bool needsNoBudget(const api::Pod& pod)
{
    const api::Text& phase = pod.status->phase;
    return phase == api::PodPhase::Succeeded || phase == api::PodPhase::Failed || phase == api::PodPhase::Pending
        || pod.metadata.deletionTimestamp;
}

std::vector<api::ObjectPtr> budgetsOf(const State& state, const api::Pod& pod)
{
    std::vector<api::ObjectPtr> budgets;
    state.store.tree(resourceId(budgetKind())).visit({pod.metadata.namespace_, {}}, [&](const api::ObjectPtr& object) {
        if (!(object.meta().namespace_ == pod.metadata.namespace_))
            return false;
        const auto& selector = object.as<api::PodDisruptionBudget>()->spec->selector;
        const api::Result<api::LabelMatcher> matcher = api::toMatcher(*selector);
        if (selector && matcher && matcher->matches(pod.metadata.labels))
            budgets.push_back(object);
        return true;
    });
    return budgets;
}

api::Status tooManyRequests(std::string cause, int retryAfter)
{
    api::Status status;
    status.code = 429;
    status.reason = "TooManyRequests";
    status.message = "Cannot evict pod as it would violate the pod's disruption budget.";
    status.details.retryAfterSeconds = retryAfter;
    status.details.causes.push_back({"DisruptionBudget", std::move(cause), ""});
    return status;
}

// The budget with one disruption less.
api::Result<api::ObjectPtr> decremented(const api::ObjectPtr& budget, const api::Pod& pod, api::Time now)
{
    const auto& before = *budget.as<api::PodDisruptionBudget>();
    const api::PodDisruptionBudgetStatus& status = *before.status;
    const std::string name = before.metadata.name.str();
    if (status.observedGeneration < before.metadata.generation)
        return tooManyRequests("The disruption budget " + name + " is still being processed by the server.", 10);
    if (status.disruptionsAllowed < 0)
        return refusals::forbidden(budgetKind(), name, "pdb disruptions allowed is negative");
    if (status.disruptedPods.size() > mostUnconfirmed)
        return refusals::forbidden(
            budgetKind(), name, "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
    if (status.disruptionsAllowed == 0)
        return tooManyRequests("The disruption budget " + name + " needs " + std::to_string(status.desiredHealthy)
                + " healthy pods and has " + std::to_string(status.currentHealthy) + " currently",
            0);
    api::ObjectPtr next = budget;
    api::PodDisruptionBudgetStatus& after = next.editAs<api::PodDisruptionBudget>().status.edit();
    --after.disruptionsAllowed;
    if (after.disruptionsAllowed == 0) {
        const auto found = std::find_if(after.conditions.begin(), after.conditions.end(),
            [](const api::Condition& condition) { return condition.type == "DisruptionAllowed"; });
        api::Condition& condition = found == after.conditions.end()
            ? after.conditions.push_back({})
            : after.conditions.edit(static_cast<std::size_t>(found - after.conditions.begin()));
        if (condition.status != "False")
            condition.lastTransitionTime = now;
        condition.type = "DisruptionAllowed";
        condition.status = "False";
        condition.reason = "InsufficientPods";
        condition.observedGeneration = after.observedGeneration;
    }
    after.disruptedPods.set(pod.metadata.name, now);
    return next;
}

// Whether an unready pod may go without a budget: it is not what the budget protects.
bool mayGoUnready(const api::PodDisruptionBudget& budget)
{
    if (budget.spec->unhealthyPodEvictionPolicy == "AlwaysAllow")
        return true;
    return budget.status->currentHealthy >= budget.status->desiredHealthy && budget.status->desiredHealthy > 0;
}

} // namespace

api::Result<EvictionPlan> plannedEviction(const State& state, const api::ObjectPtr& pod)
{
    const api::Pod& going = *pod.as<api::Pod>();
    if (needsNoBudget(going))
        return EvictionPlan{{}, pod};
    const std::vector<api::ObjectPtr> budgets = budgetsOf(state, going);
    if (budgets.size() > 1) {
        api::Status status;
        status.code = 500;
        status.message =
            "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";
        return status;
    }
    EvictionPlan plan{{}, withDisruptionTarget(pod, "EvictionByEvictionAPI", "Eviction API: evicting", state.now)};
    if (budgets.empty())
        return plan;
    const bool ready = isTrue(going.status->conditions, "Ready");
    if (!ready && mayGoUnready(*budgets.front().as<api::PodDisruptionBudget>()))
        return plan;
    api::Result<api::ObjectPtr> budget = decremented(budgets.front(), going, state.now);
    if (!budget)
        return budget.status();
    plan.budget = std::move(*budget);
    return plan;
}

} // namespace kubarium::apiserver
