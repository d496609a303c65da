#include "podresources.h"

#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"

namespace kubarium::api {

namespace {

using Resources = Map<Quantity>;

void add(Resources& sum, const Resources& more)
{
    for (const auto& [name, amount] : more) {
        Quantity& place = sum.edit(name);
        place = place + amount;
    }
}

void raiseTo(Resources& most, const Resources& other)
{
    for (const auto& [name, amount] : other) {
        const Quantity* const known = most.find(name);
        if (!known || *known < amount)
            most.set(name, amount);
    }
}

Resources wholePod(const PodSpec& pod, Map<Quantity> ResourceRequirements::*part)
{
    Resources together;
    for (const Container& container : pod.containers)
        add(together, container.resources.*part);

    Resources sidecars; // of those started so far
    Resources start; // the most that any moment before the ordinary containers needs
    for (const Container& container : pod.initContainers) {
        Resources now = sidecars;
        add(now, container.resources.*part);
        if (isSidecar(container)) {
            add(together, container.resources.*part);
            sidecars = now;
        }
        raiseTo(start, now);
    }
    raiseTo(together, start);
    return together;
}

} // namespace

Map<Quantity> containersRequests(const PodSpec& pod)
{
    return wholePod(pod, &ResourceRequirements::requests);
}

Map<Quantity> containersLimits(const PodSpec& pod)
{
    return wholePod(pod, &ResourceRequirements::limits);
}

bool isSidecar(const Container& initContainer)
{
    return initContainer.restartPolicy == ContainerRestartPolicy::Always;
}

bool isPodLevelResource(std::string_view name)
{
    return name == "cpu" || name == "memory" || name.starts_with("hugepages-");
}

} // namespace kubarium::api
