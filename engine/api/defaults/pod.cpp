#include "pod.h"

#include "table.h"
#include "volumes.h"

#include "../imagename.h"
#include "../podresources.h"
#include "../validation/resources.h"

#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"

#include <algorithm>
#include <array>

namespace kubarium::api {

namespace {

// A tag that moves is asked for anew each time. A name that cannot be read has no tag either.
std::string_view pullPolicyFor(std::string_view image)
{
    const auto name = parseImageName(image);
    return name && name->tag == "latest" ? PullPolicy::Always : PullPolicy::IfNotPresent;
}

// The server keeps amounts to the thousandth.
void roundUp(Map<Quantity>& resources)
{
    const auto isTooFine = [](const auto& entry) { return !(entry.value.roundedUpToMilli() == entry.value); };
    if (std::none_of(resources.begin(), resources.end(), isTooFine))
        return;
    for (const auto& [name, amount] : Map<Quantity>(resources))
        resources.set(name, amount.roundedUpToMilli());
}

template <class Containers> void setContainerDefaults(Containers& containers)
{
    for (auto& container : containers.edit()) {
        if (container.imagePullPolicy.empty())
            container.imagePullPolicy = Text(pullPolicyFor(container.image));
        roundUp(container.resources.limits);
        roundUp(container.resources.requests);
    }
}

// Annotations that carried init containers before they had a field.
void dropInitContainerAnnotations(ObjectMeta& meta)
{
    static constexpr std::array<std::string_view, 4> keys = {"pod.beta.kubernetes.io/init-containers",
        "pod.alpha.kubernetes.io/init-containers", "pod.beta.kubernetes.io/init-container-statuses",
        "pod.alpha.kubernetes.io/init-container-statuses"};
    for (const std::string_view key : keys) {
        if (meta.annotations.contains(key))
            meta.annotations.erase(key);
    }
}

// Whoever names only a limit asks for as much.
void requestWhatIsAllowed(List<Container>& containers)
{
    for (Container& container : containers.edit()) {
        for (const auto& [name, limit] : container.resources.limits) {
            if (!container.resources.requests.contains(name))
                container.resources.requests.set(name, limit);
        }
    }
}

void openHostPorts(List<Container>& containers)
{
    for (Container& container : containers.edit()) {
        for (ContainerPort& port : container.ports.edit()) {
            if (port.hostPort == 0)
                port.hostPort = port.containerPort;
        }
    }
}

// Limits for the whole pod imply what it asks for: what its containers ask for, else all that it may have. Huge pages
// cannot be shared out, so their limit for the pod is what its containers may have together.
void completePodResources(PodSpec& pod)
{
    if (pod.resources->limits.empty() && pod.resources->requests.empty())
        return;
    ResourceRequirements& resources = pod.resources.edit();
    for (const auto& [name, limit] : containersLimits(pod)) {
        if (isHugePages(name) && !resources.requests.contains(name) && !resources.limits.contains(name))
            resources.limits.set(name, limit);
    }
    if (resources.limits.empty())
        return;
    for (const auto& [name, request] : containersRequests(pod)) {
        if (isPodLevelResource(name) && isOvercommitAllowed(name) && !resources.requests.contains(name))
            resources.requests.set(name, request);
    }
    for (const auto& [name, limit] : resources.limits) {
        if (isPodLevelResource(name) && !resources.requests.contains(name))
            resources.requests.set(name, limit);
    }
}

// podIP is what podIPs was before pods could have two; when they disagree the old field is believed.
void linkPodIPs(PodStatus& status)
{
    if (!status.podIP.empty() && (status.podIPs.empty() || !(status.podIPs.front().ip == status.podIP)))
        status.podIPs = {PodIP{status.podIP}};
    else if (!status.podIPs.empty())
        status.podIP = status.podIPs.front().ip;
}

} // namespace

void setPodSpecDefaults(PodSpec& spec)
{
    dropDisabledPodFields(spec, nullptr);
    setVolumeDefaults(spec.volumes);
    setContainerDefaults(spec.initContainers);
    setContainerDefaults(spec.containers);
    setContainerDefaults(spec.ephemeralContainers);
    roundUp(spec.overhead);
    if (spec.resources) {
        roundUp(spec.resources.edit().limits);
        roundUp(spec.resources.edit().requests);
    }
    // serviceAccount is the older name of serviceAccountName, and shows the same for ever.
    if (spec.serviceAccountName.empty())
        spec.serviceAccountName = spec.serviceAccount;
    spec.serviceAccount = spec.serviceAccountName;
}

void setPodTemplateDefaults(PodTemplateSpec& pod)
{
    dropInitContainerAnnotations(pod.metadata);
    setPodSpecDefaults(pod.spec.edit());
}

void setDefaults(Pod& pod)
{
    dropInitContainerAnnotations(pod.metadata);
    PodSpec& spec = pod.spec.edit();
    setPodSpecDefaults(spec);
    requestWhatIsAllowed(spec.containers);
    requestWhatIsAllowed(spec.initContainers);
    completePodResources(spec);
    if (!spec.enableServiceLinks)
        spec.enableServiceLinks = true;
    if (spec.hostNetwork) {
        openHostPorts(spec.containers);
        openHostPorts(spec.initContainers);
    }
    if (pod.status)
        linkPodIPs(pod.status.edit());
}

void setDefaults(PodTemplate& pods)
{
    setPodTemplateDefaults(pods.template_.edit());
}

std::span<const Defaulter> podDefaults()
{
    static constexpr Defaulter defaulters[] = {defaulterOf<Pod>(), defaulterOf<PodTemplate>()};
    return defaulters;
}

} // namespace kubarium::api
