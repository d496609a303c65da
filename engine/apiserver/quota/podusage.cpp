#include "podusage.h"

#include "api/podresources.h"
#include "api/types/core-volumes.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace kubarium::apiserver::quota {

namespace {

// What can be asked for with or without a prefix.
constexpr std::array<std::string_view, 3> compute = {"cpu", "ephemeral-storage", "memory"};
constexpr std::string_view requestsPrefix = "requests.";
constexpr std::string_view limitsPrefix = "limits.";
constexpr std::string_view hugePages = "hugepages-";

bool isCompute(std::string_view name)
{
    return std::ranges::find(compute, name) != compute.end();
}

// Named by a vendor: example.com/gpu.
bool isExtended(std::string_view name)
{
    return name.find('/') != std::string_view::npos && name.find("kubernetes.io/") == std::string_view::npos
        && !name.starts_with(requestsPrefix);
}

// Resources

using Resources = api::Map<api::Quantity>;

void raiseTo(Resources& most, const Resources& other)
{
    for (const auto& [name, amount] : other) {
        const api::Quantity* const known = most.find(name);
        if (!known || *known < amount)
            most.set(name, amount);
    }
}

bool cannotBeResized(const api::Pod& pod)
{
    const auto& conditions = pod.status->conditions;
    return std::any_of(conditions.begin(), conditions.end(), [](const api::PodCondition& condition) {
        return condition.type == "PodResizePending" && condition.reason == "Infeasible";
    });
}

bool isAsAsked(const api::ContainerStatus& status, const api::ResourceRequirements& asked)
{
    const bool isAllotted = status.allocatedResources.empty() || status.allocatedResources == asked.requests;
    const bool isGiven =
        !status.resources || (status.resources->requests == asked.requests && status.resources->limits == asked.limits);
    return isAllotted && isGiven;
}

// A container that is being resized keeps the larger of what it has and what it is to get.
void takeInStatus(api::List<api::Container>& containers, const api::List<api::ContainerStatus>& statuses, bool isStuck)
{
    for (std::size_t i = 0; i < containers.size(); ++i) {
        const auto* const status = std::find_if(statuses.begin(), statuses.end(),
            [&](const api::ContainerStatus& one) { return one.name == containers[i].name; });
        if (status == statuses.end() || isAsAsked(*status, containers[i].resources))
            continue;
        api::ResourceRequirements& resources = containers.edit(i).resources;
        if (isStuck)
            resources = {};
        raiseTo(resources.requests, status->allocatedResources);
        raiseTo(resources.requests, status->resources->requests);
        raiseTo(resources.limits, status->resources->limits);
    }
}

api::PodSpec asCharged(const api::Pod& pod)
{
    api::PodSpec spec = *pod.spec;
    if (!pod.status->containerStatuses.empty() || !pod.status->initContainerStatuses.empty()) {
        const bool isStuck = cannotBeResized(pod);
        takeInStatus(spec.containers, pod.status->containerStatuses, isStuck);
        takeInStatus(spec.initContainers, pod.status->initContainerStatuses, isStuck);
    }
    return spec;
}

// What is said for the pod as a whole counts in place of the sum of its containers.
void overrule(Resources& sum, const Resources& whole)
{
    for (const auto& [name, amount] : whole) {
        if (api::isPodLevelResource(name))
            sum.set(name, amount);
    }
}

Resources requestsOf(const api::PodSpec& spec)
{
    Resources requests = api::containersRequests(spec);
    overrule(requests, spec.resources->requests);
    add(requests, spec.overhead);
    return requests;
}

Resources limitsOf(const api::PodSpec& spec)
{
    Resources limits = api::containersLimits(spec);
    overrule(limits, spec.resources->limits);
    for (const auto& [name, amount] : spec.overhead) {
        const api::Quantity* const limit = limits.find(name);
        if (limit && !limit->isZero()) // without a limit there is nothing to widen
            limits.set(name, *limit + amount);
    }
    return limits;
}

bool speaksForTheWhole(const api::PodSpec& spec)
{
    const auto isSaid = [](const Resources& resources) {
        return std::any_of(resources.begin(), resources.end(),
            [](const auto& resource) { return api::isPodLevelResource(resource.key); });
    };
    return isSaid(spec.resources->requests) || isSaid(spec.resources->limits);
}

// Names that make every container say what it needs. (Only these: the demand was a mistake that was not made again.)
constexpr std::array<std::string_view, 6> demanding = {
    "cpu", "limits.cpu", "limits.memory", "memory", "requests.cpu", "requests.memory"};

bool says(const api::Container& container, std::string_view name)
{
    if (name.starts_with(limitsPrefix))
        return container.resources.limits.contains(name.substr(limitsPrefix.size()));
    if (name.starts_with(requestsPrefix))
        name.remove_prefix(requestsPrefix.size());
    return container.resources.requests.contains(name);
}

} // namespace

bool isCharged(const api::Pod& pod, api::Time now)
{
    if (pod.status->phase == "Failed" || pod.status->phase == "Succeeded")
        return false;
    const api::ObjectMeta& meta = pod.metadata;
    return !meta.deletionTimestamp || !meta.deletionGracePeriodSeconds
        || now <= meta.deletionTimestamp + std::chrono::seconds(*meta.deletionGracePeriodSeconds);
}

bool countsForPods(std::string_view name)
{
    if (name == "pods" || isCompute(name) || name.starts_with(hugePages))
        return true;
    if (name.starts_with(limitsPrefix))
        return isCompute(name.substr(limitsPrefix.size()));
    if (!name.starts_with(requestsPrefix))
        return false;
    name.remove_prefix(requestsPrefix.size());
    return isCompute(name) || name.starts_with(hugePages) || isExtended(name);
}

Amounts usageOf(const api::Pod& pod, api::Time now)
{
    Amounts usage;
    usage.set("count/pods", api::Quantity::ofUnits(1));
    if (!isCharged(pod, now))
        return usage;
    usage.set("pods", api::Quantity::ofUnits(1));
    const api::PodSpec spec = asCharged(pod);
    for (const auto& [name, amount] : requestsOf(spec)) {
        const bool isPlain = isCompute(name) || name.view().starts_with(hugePages);
        if (isPlain)
            usage.set(name, amount);
        if (isPlain || isExtended(name))
            usage.set(std::string(requestsPrefix) + name.str(), amount);
    }
    for (const auto& [name, amount] : limitsOf(spec)) {
        if (isCompute(name))
            usage.set(std::string(limitsPrefix) + name.str(), amount);
    }
    return usage;
}

std::string unsaid(const api::Pod& pod, const Amounts& hard)
{
    if (speaksForTheWhole(*pod.spec))
        return {};
    std::map<std::string_view, std::set<std::string_view>> silent; // which containers, by what they do not say
    for (const api::List<api::Container>* const containers : {&pod.spec->containers, &pod.spec->initContainers}) {
        for (const api::Container& container : *containers) {
            for (const std::string_view name : demanding) {
                if (hard.contains(name) && !says(container, name))
                    silent[name].insert(container.name.view());
            }
        }
    }
    std::string text;
    for (const auto& [name, containers] : silent) {
        text += (text.empty() ? "" : "; ") + std::string(name) + " for: ";
        for (const std::string_view container : containers)
            text += (container == *containers.begin() ? "" : ",") + std::string(container);
    }
    return text;
}

} // namespace kubarium::apiserver::quota
