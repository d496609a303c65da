#include "podfailurepolicy.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

using Requirement = api::PodFailurePolicyOnExitCodesRequirement;

bool fits(std::int32_t exitCode, const Requirement& requirement)
{
    const bool isNamed = std::ranges::find(requirement.values, exitCode) != requirement.values.end();
    return isNamed == (requirement.operator_ == api::PodFailurePolicyOnExitCodesOperator::In);
}

// A container that is still on its way out has no exit code yet, and 0 is no failure.
const api::ContainerStatus* firstFitting(
    const api::List<api::ContainerStatus>& containers, const Requirement& requirement)
{
    for (const api::ContainerStatus& container : containers) {
        const bool isMeant = !requirement.containerName || requirement.containerName == container.name;
        if (!isMeant || !container.state.terminated)
            continue;
        const std::int32_t exitCode = container.state.terminated->exitCode;
        if (exitCode != 0 && fits(exitCode, requirement))
            return &container;
    }
    return nullptr;
}

const api::PodCondition* firstFitting(const api::Pod& pod, const api::PodFailurePolicyRule& rule)
{
    for (const api::PodCondition& condition : pod.status->conditions) {
        for (const api::PodFailurePolicyOnPodConditionsPattern& pattern : rule.onPodConditions) {
            if (condition.type == pattern.type && condition.status == pattern.status)
                return &condition;
        }
    }
    return nullptr;
}

std::string nameOf(const api::Pod& pod)
{
    return pod.metadata.namespace_.str() + "/" + pod.metadata.name.str();
}

// What of the pod a rule fits to, as a sentence; empty if it does not fit.
std::string findingOf(const api::Pod& pod, const api::PodFailurePolicyRule& rule)
{
    if (rule.onExitCodes) {
        const api::ContainerStatus* container = firstFitting(pod.status->containerStatuses, *rule.onExitCodes);
        if (!container)
            container = firstFitting(pod.status->initContainerStatuses, *rule.onExitCodes);
        if (!container)
            return {};
        return "Container " + container->name.str() + " for pod " + nameOf(pod) + " failed with exit code "
            + std::to_string(container->state.terminated->exitCode);
    }
    const api::PodCondition* const condition = firstFitting(pod, rule);
    return condition ? "Pod " + nameOf(pod) + " has condition " + condition->type.str() : std::string();
}

} // namespace

FailureVerdict verdictOn(const api::Pod& failed, const api::JobSpec& spec)
{
    const api::List<api::PodFailurePolicyRule>& rules = spec.podFailurePolicy->rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const std::string finding = findingOf(failed, rules[i]);
        if (finding.empty())
            continue;
        FailureVerdict verdict;
        verdict.action = rules[i].action;
        if (verdict.failsJob())
            verdict.why = finding + " matching FailJob rule at index " + std::to_string(i);
        return verdict;
    }
    return {};
}

} // namespace kubarium::controllers
