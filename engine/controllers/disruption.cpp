#include "disruption.h"

#include "disruption/budget.h"
#include "disruption/expectedscale.h"
#include "eventrecorder.h"
#include "pods/podstate.h"

#include "api/types/core-pod.h"
#include "api/types/policy.h"
#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "sim/latency.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

constexpr std::string_view component = "controllermanager"; // as which it writes its Events
constexpr std::chrono::minutes deletionTimeout{2};
constexpr std::chrono::minutes staleAfter{2};

const api::Kind& budgetKind()
{
    static const api::Kind& kind = *api::findKind("policy", "v1", "PodDisruptionBudget");
    return kind;
}

// Pods that were to be disrupted

// A kubelet may take its time, so its word stands.
const api::PodCondition* takeBackable(const api::Pod& pod)
{
    if (!isActive(pod))
        return nullptr;
    const api::PodCondition* const target = conditionOf(pod, "DisruptionTarget");
    return target && target->status == "True" && target->reason != "TerminationByKubelet" ? target : nullptr;
}

Outcome takeBack(apiserver::Client& client, const ObjectKey& key)
{
    api::ObjectPtr object = client.find(apiserver::podKind(), key.namespace_, key.name);
    const api::PodCondition* const target = object ? takeBackable(*object.as<api::Pod>()) : nullptr;
    if (!target)
        return Outcome::done();
    if (const api::Time until = target->lastTransitionTime + staleAfter; client.now() < until)
        return Outcome::after(until - client.now());
    for (api::PodCondition& condition : object.editAs<api::Pod>().status.edit().conditions.edit()) {
        if (condition.type != "DisruptionTarget")
            continue;
        condition.status = "False";
        condition.lastTransitionTime = client.now();
        condition.reason = {};
        condition.message = {};
    }
    return Outcome::of(client.updateStatus(apiserver::podKind(), object).status);
}

// Budgets

std::vector<api::ObjectPtr> selectedPods(const apiserver::State& state, const api::ObjectPtr& budget)
{
    std::vector<api::ObjectPtr> pods;
    const api::LabelMatcher selector = apiserver::podSelectorOf(budget);
    if (selector.matchesNothing())
        return pods;
    state.pods.visitSelected(state.store, budget.meta().namespace_, selector, [&](const api::ObjectPtr& pod) {
        pods.push_back(pod);
        return true;
    });
    return pods;
}

std::string shown(const api::LabelSelector& selector) // as Go prints one
{
    std::string text = "&LabelSelector{MatchLabels:map[string]string{";
    for (const auto& [key, value] : selector.matchLabels)
        text += key.str() + ": " + value.str() + ",";
    text += "},MatchExpressions:[]LabelSelectorRequirement{";
    for (const api::LabelSelectorRequirement& requirement : selector.matchExpressions) {
        text += "LabelSelectorRequirement{Key:" + requirement.key.str() + ",Operator:" + requirement.operator_.str()
            + ",Values:[";
        for (const api::Text& value : requirement.values)
            text += (&value == requirement.values.begin() ? "" : " ") + value.str();
        text += "],},";
    }
    return text + "},}";
}

// Evictions that were granted and of which nothing is seen yet.
struct Granted {
    api::Map<api::Time> pods;
    std::optional<api::Time> next; // when the first of them will have had its time
};

Granted stillGranted(
    apiserver::Client& client, const api::PodDisruptionBudget& budget, const std::vector<api::ObjectPtr>& pods)
{
    Granted granted;
    for (const api::ObjectPtr& pod : pods) {
        const api::Time* const since = budget.status->disruptedPods.find(pod.meta().name);
        if (!since || pod.meta().deletionTimestamp)
            continue;
        const api::Time until = *since + deletionTimeout;
        if (until <= client.now()) {
            recordEvent(client, component, pod, EventType::Warning, "NotDeleted",
                "Pod was expected by PDB " + budget.metadata.namespace_.str() + "/" + budget.metadata.name.str()
                    + " to be deleted but it wasn't");
            continue;
        }
        granted.next = granted.next ? std::min(*granted.next, until) : until;
        granted.pods.set(pod.meta().name, *since);
    }
    return granted;
}

std::int32_t healthyOf(const std::vector<api::ObjectPtr>& pods, const Granted& granted, api::Time now)
{
    return static_cast<std::int32_t>(std::ranges::count_if(pods, [&](const api::ObjectPtr& pod) {
        const api::Time* const since = granted.pods.find(pod.meta().name);
        const bool isGoing = pod.meta().deletionTimestamp || (since && now < *since + deletionTimeout);
        return !isGoing && isReady(*pod.as<api::Pod>());
    }));
}

// Pods with several budgets cannot be evicted; that is said once for all of those budgets.
void warnOfSeveral(apiserver::Client& client, const api::ObjectPtr& budget, const std::vector<api::ObjectPtr>& pods)
{
    const apiserver::State& state = client.state();
    for (const api::ObjectPtr& pod : pods) {
        const auto all =
            state.podSelectors.selecting(state.store, budgetKind(), budget.meta().namespace_, pod.meta().labels);
        if (all.size() < 2 || !(all.front().meta().name == budget.meta().name))
            continue;
        recordEvent(client, component, pod, EventType::Warning, "MultiplePodDisruptionBudgets",
            "Pod \"" + pod.meta().namespace_.str() + "\"/\"" + pod.meta().name.str()
                + "\" matches multiple PodDisruptionBudgets.  Chose \"" + budget.meta().name.str() + "\" arbitrarily.");
    }
}

bool hasNeighbours(const apiserver::State& state, const api::ObjectPtr& budget)
{
    int budgets = 0;
    const api::Text& home = budget.meta().namespace_;
    state.store.tree(apiserver::resourceId(budgetKind())).visit({home, {}}, [&](const api::ObjectPtr& object) {
        return object.meta().namespace_ == home && ++budgets < 2;
    });
    return budgets > 1;
}

apiserver::Response write(
    apiserver::Client& client, const api::ObjectPtr& before, const api::PodDisruptionBudgetStatus& status)
{
    api::ObjectPtr next = before;
    next.editAs<api::PodDisruptionBudget>().status.edit() = status;
    return client.updateStatus(budgetKind(), next);
}

// Nothing may be disrupted as long as nobody knows how much could be. There is nothing to try again before news comes.
Outcome failSafe(apiserver::Client& client, const api::ObjectPtr& budget, std::string_view why)
{
    const api::PodDisruptionBudgetStatus& before = *budget.as<api::PodDisruptionBudget>()->status;
    api::PodDisruptionBudgetStatus status = before;
    tellFailure(status, why, client.now());
    return status == before ? Outcome::done() : Outcome::of(write(client, budget, status).status);
}

} // namespace

bool DisruptionController::watches(const api::Kind& kind) const
{
    return &kind == &budgetKind() || &kind == &apiserver::podKind();
}

void DisruptionController::keysOf(
    const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    const api::Pod* const pod = change.now.as<api::Pod>();
    if (!pod) {
        if (change.type != store::ChangeType::Deleted)
            keys.push_back({&budgetKind(), change.now.meta().namespace_, change.now.meta().name});
        return;
    }
    const api::Pod* const before = change.type == store::ChangeType::Updated ? change.before.as<api::Pod>() : nullptr;
    if (before && !isNews(*before, *pod))
        return;
    const auto add = [&](const api::Map<api::Text>& labels) {
        for (const api::ObjectPtr& budget :
            state.podSelectors.selecting(state.store, budgetKind(), pod->metadata.namespace_, labels))
            keys.push_back({&budgetKind(), budget.meta().namespace_, budget.meta().name});
    };
    if (!state.store.tree(apiserver::resourceId(budgetKind())).empty()) {
        add(pod->metadata.labels);
        if (before && !(before->metadata.labels == pod->metadata.labels))
            add(before->metadata.labels);
    }
    if (change.type != store::ChangeType::Deleted && takeBackable(*pod))
        keys.push_back({&apiserver::podKind(), pod->metadata.namespace_, pod->metadata.name});
}

Outcome DisruptionController::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    if (key.kind == &apiserver::podKind())
        return takeBack(client, key);
    const api::ObjectPtr object = client.find(budgetKind(), key.namespace_, key.name);
    if (!object)
        return Outcome::done();
    const api::PodDisruptionBudget& budget = *object.as<api::PodDisruptionBudget>();

    const std::vector<api::ObjectPtr> pods = selectedPods(client.state(), object);
    if (pods.empty())
        recordEvent(client, component, object, EventType::Normal, "NoPods", "No matching pods found");

    auto expected = static_cast<std::int32_t>(pods.size());
    if (needsScale(*budget.spec)) {
        const ExpectedScale scale = expectedScale(client.state(), pods);
        if (!scale.problem.empty()) {
            recordEvent(client, component, object, EventType::Warning, "CalculateExpectedPodCountFailed",
                "Failed to calculate the number of expected pods: " + scale.problem);
            return failSafe(client, object, scale.problem);
        }
        if (scale.someUnmanaged)
            recordEvent(client, component, object, EventType::Warning, "UnmanagedPods",
                "Pods selected by this PodDisruptionBudget (selector: " + shown(*budget.spec->selector)
                    + ") were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, "
                      "which may result in undefined behavior. To account for these pods please set \".spec.minAvailable\" "
                      "field of the PDB to an integer value.");
        expected = scale.pods;
    }
    const std::optional<std::int32_t> desired = desiredHealthy(*budget.spec, expected);
    if (!desired)
        return failSafe(client, object, "invalid value for IntOrString: invalid type: string is not a percentage");

    const Granted granted = stillGranted(client, budget, pods);
    api::PodDisruptionBudgetStatus status = *budget.status;
    status.expectedPods = budget.spec->minAvailable || budget.spec->maxUnavailable ? expected : 0;
    status.currentHealthy = healthyOf(pods, granted, client.now());
    status.desiredHealthy = *desired;
    status.disruptionsAllowed = disruptionsAllowed(status.expectedPods, status.currentHealthy, status.desiredHealthy);
    status.disruptedPods = granted.pods;
    status.observedGeneration = budget.metadata.generation;
    tellAllowed(status, client.now());
    if (!(status == *budget.status)) {
        if (hasNeighbours(client.state(), object))
            warnOfSeveral(client, object, pods);
        if (const apiserver::Response written = write(client, object, status); !written.ok())
            return Outcome::of(written.status);
    }
    return granted.next ? Outcome::after(*granted.next - client.now()) : Outcome::done();
}

api::Microseconds DisruptionController::latency(
    const apiserver::State& state, const store::Change& change, const ObjectKey& key) const
{
    if (!change.now.as<api::Pod>() || key.kind == &apiserver::podKind())
        return sim::latency::controller;
    const api::ObjectPtr budget = state.store.find(apiserver::keyOf(budgetKind(), key.namespace_, key.name));
    const std::int32_t pods = budget ? budget.as<api::PodDisruptionBudget>()->status->expectedPods : 0;
    return sim::latency::bundled(static_cast<std::size_t>(std::max(pods, 0)));
}

} // namespace kubarium::controllers
