#include "gojson.h"
#include "meta.h"
#include "podparts.h"

#include "../ipaddress.h"
#include "../podresources.h"

#include <array>
#include <set>

namespace kubarium::api {

namespace {

constexpr std::string_view notNegative = "must be a non-negative integer";

void checkConditions(FieldErrors& errors, const List<PodCondition>& conditions, const FieldPath& path)
{
    static constexpr std::array<std::string_view, 3> ofTheSystem = {"PodScheduled", "Ready", "Initialized"};
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const PodCondition& condition = conditions[i];
        if (condition.observedGeneration < 0)
            errors.push_back(
                invalid(path.index(i).child("observedGeneration"), condition.observedGeneration, notNegative));
        if (std::find(ofTheSystem.begin(), ofTheSystem.end(), condition.type.view()) == ofTheSystem.end())
            checkLabelKey(errors, condition.type, path.index(i).child("Type"));
    }
}

// A container that has ended stays so, unless its pod's policy starts it again.
template <class MayRestart>
void checkTransitions(FieldErrors& errors, const List<ContainerStatus>& now, const List<ContainerStatus>& old,
    MayRestart mayRestart, const FieldPath& path)
{
    for (std::size_t i = 0; i < old.size(); ++i) {
        if (!old[i].state.terminated || mayRestart(old[i]))
            continue;
        for (const ContainerStatus& after : now) {
            if (after.name == old[i].name && !after.state.terminated)
                errors.push_back(
                    forbidden(path.index(i).child("state"), "may not be transitioned to non-terminated state"));
        }
    }
}

void checkAllTransitions(FieldErrors& errors, const Pod& now, const Pod& old, const FieldPath& path)
{
    const PodSpec& spec = *old.spec;
    const auto byPolicy = [&](const ContainerStatus& ended) {
        return spec.restartPolicy == RestartPolicy::Always
            || (spec.restartPolicy == RestartPolicy::OnFailure && ended.state.terminated->exitCode != 0);
    };
    const auto bySidecar = [&](const ContainerStatus& ended) {
        const auto container = std::find_if(spec.initContainers.begin(), spec.initContainers.end(),
            [&](const Container& candidate) { return candidate.name == ended.name; });
        return byPolicy(ended) || (container != spec.initContainers.end() && isSidecar(*container));
    };
    const auto never = [](const ContainerStatus&) { return false; };
    checkTransitions(errors, now.status->containerStatuses, old.status->containerStatuses, byPolicy,
        path.child("containerStatuses"));
    checkTransitions(errors, now.status->initContainerStatuses, old.status->initContainerStatuses, bySidecar,
        path.child("initContainerStatuses"));
    checkTransitions(errors, now.status->ephemeralContainerStatuses, old.status->ephemeralContainerStatuses, never,
        path.child("ephemeralContainerStatuses"));
}

void checkClaimStatuses(FieldErrors& errors, const Pod& pod, const FieldPath& path)
{
    const List<PodResourceClaim>& claims = pod.spec->resourceClaims;
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < pod.status->resourceClaimStatuses.size(); ++i) {
        const PodResourceClaimStatus& status = pod.status->resourceClaimStatuses[i];
        const FieldPath at = path.index(i).child("name");
        if (std::none_of(
                claims.begin(), claims.end(), [&](const PodResourceClaim& claim) { return claim.name == status.name; }))
            errors.push_back(invalid(at, status.name, "must match the name of an entry in `spec.resourceClaims`"));
        if (!names.insert(status.name).second)
            errors.push_back(duplicate(at, status.name));
        if (status.resourceClaimName.has_value())
            appendInvalid(errors, at, status.resourceClaimName, isDns1123Subdomain(status.resourceClaimName));
    }
}

void checkExtendedClaim(
    FieldErrors& errors, const PodExtendedResourceClaimStatus& status, const PodSpec& spec, const FieldPath& path)
{
    const FieldPath mappings = path.child("requestMappings");
    if (status.requestMappings.empty())
        errors.push_back(required(mappings, "at least one request mapping is required"));
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (std::size_t i = 0; i < status.requestMappings.size(); ++i) {
        const ContainerExtendedResourceRequest& request = status.requestMappings[i];
        const FieldPath at = mappings.index(i);
        const Container* container = nullptr;
        for (const List<Container>* const list : {&spec.initContainers, &spec.containers}) {
            for (const Container& candidate : *list)
                container = candidate.name == request.containerName ? &candidate : container;
        }
        if (!container) {
            errors.push_back(invalid(at.child("containerName"), request.containerName,
                "must match the name of an entry in spec.initContainers.name or spec.containers.name"));
        } else if (!container->resources.requests.contains(request.resourceName)) {
            errors.push_back(invalid(at.child("resourceName"), request.resourceName,
                "must match the extended resource name of an entry in spec.initContainers.resources.requests or "
                "spec.containers.resources.requests"));
        }
        appendInvalid(errors, path.child("requestName"), request.requestName, isDns1123Label(request.requestName));
        if (!seen.emplace(request.containerName, request.resourceName).second) {
            errors.push_back(duplicate(at.child("containerName"), request.containerName));
            errors.push_back(duplicate(at.child("resourceName"), request.resourceName));
        }
    }
    if (status.resourceClaimName.empty())
        errors.push_back(required(path.child("resourceClaimName")));
    else
        appendInvalid(errors, path.child("resourceClaimName"), status.resourceClaimName,
            isDns1123Subdomain(status.resourceClaimName));
}

// One address, or one of each family.
template <class Ip> void checkIps(FieldErrors& errors, const List<Ip>& ips, const FieldPath& path)
{
    bool allValid = true;
    std::size_t v4 = 0;
    for (std::size_t i = 0; i < ips.size(); ++i) {
        appendInvalid(errors, path.index(i), ips[i].ip, isIp(ips[i].ip));
        const auto address = IpAddress::parse(ips[i].ip);
        allValid = allValid && address;
        v4 += address && address->isV4();
    }
    if (ips.size() < 2)
        return;
    if (!allValid) {
        const auto bad = std::find_if(ips.begin(), ips.end(), [](const Ip& ip) { return !IpAddress::parse(ip.ip); });
        errors.push_back(internalError(path,
            "failed to check for dual stack with error:invalid IP[" + std::to_string(bad - ips.begin())
                + "]: " + bad->ip.str()));
    }
    if (!allValid || ips.size() > 2 || v4 != 1) {
        std::string list = "[";
        for (const Ip& ip : ips)
            list += (list.size() > 1 ? "," : "") + goJson(ip);
        errors.push_back(invalidShown(path, list + "]", "may specify no more than one IP for each IP family"));
    }
}

void checkUsers(FieldErrors& errors, const List<ContainerStatus>& statuses, bool isWindows, const FieldPath& path)
{
    const auto refuse = [&](const FieldPath& at, std::int64_t id, const Objections& sentences) {
        for (const std::string& sentence : sentences)
            errors.push_back(invalid(at, id, sentence));
    };
    for (std::size_t i = 0; i < statuses.size(); ++i) {
        const Box<LinuxContainerUser>& user = statuses[i].user->linux;
        if (!user)
            continue;
        const FieldPath at = path.index(i).child("linux");
        if (isWindows) {
            errors.push_back(forbidden(at, "cannot be set for a windows pod"));
            continue;
        }
        refuse(at.child("uid"), user->uid, isUserId(user->uid));
        refuse(at.child("gid"), user->gid, isGroupId(user->gid));
        for (std::size_t j = 0; j < user->supplementalGroups.size(); ++j)
            refuse(at.child("supplementalGroups").index(j), user->supplementalGroups[j],
                isGroupId(user->supplementalGroups[j]));
    }
}

// The health of devices: of what the container asked for, each device once.
void checkHealth(FieldErrors& errors, const ResourceStatus& resource, const Container* container, const FieldPath& path)
{
    const std::string_view name = resource.name;
    if (container && name.starts_with("claim:")) {
        const auto names = [&](const ContainerResourceClaim& claim) {
            return name == "claim:" + claim.name.str() + (claim.request.empty() ? "" : "/" + claim.request.str());
        };
        const List<ContainerResourceClaim>& claims = container->resources.claims;
        if (std::none_of(claims.begin(), claims.end(), names)) {
            errors.push_back(invalid(path.child("name"), resource.name,
                "must match one of the container's resource claims in a format 'claim:<claimName>/<request>' or "
                "'claim:<claimName>' if request is empty"));
        }
    } else if (container && !container->resources.requests.contains(name)) {
        errors.push_back(
            invalid(path.child("name"), resource.name, "must match one of the container's resource requests"));
    }
    std::set<std::string_view> devices;
    for (std::size_t i = 0; i < resource.resources.size(); ++i) {
        const FieldPath at = path.child("resources").index(i);
        checkSupported(errors, resource.resources[i].health, ResourceHealthStatus::values, at.child("health"));
        if (!devices.insert(resource.resources[i].resourceID).second)
            errors.push_back(duplicate(at.child("resourceID"), resource.resources[i].resourceID));
    }
}

void checkAllocated(FieldErrors& errors, const List<ContainerStatus>& statuses, const List<Container>& containers,
    const FieldPath& path)
{
    for (std::size_t i = 0; i < statuses.size(); ++i) {
        const auto found = std::find_if(containers.begin(), containers.end(),
            [&](const Container& container) { return container.name == statuses[i].name; });
        const Container* const container = found == containers.end() ? nullptr : &*found;
        for (std::size_t j = 0; j < statuses[i].allocatedResourcesStatus.size(); ++j)
            checkHealth(errors, statuses[i].allocatedResourcesStatus[j], container,
                path.index(i).child("allocatedResourcesStatus").index(j));
    }
}

} // namespace

FieldErrors validateStatusUpdate(const Pod& now, const Pod& old)
{
    const FieldPath path("status");
    const PodStatus& status = *now.status;
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    checkPodAnnotationUpdates(errors, now, old, FieldPath("metadata").child("annotations"));
    checkConditions(errors, status.conditions, path.child("conditions"));
    if (!(now.spec->nodeName == old.spec->nodeName))
        errors.push_back(forbidden(path.child("nodeName"), "may not be changed directly"));
    if (!status.nominatedNodeName.empty() && !(status.nominatedNodeName == old.status->nominatedNodeName)) {
        const FieldPath nominated = path.child("nominatedNodeName");
        appendInvalid(errors, nominated, status.nominatedNodeName, isDns1123Subdomain(status.nominatedNodeName));
        if (!old.spec->nodeName.empty())
            errors.push_back(forbidden(nominated, "may not be set on pods that are already bound to a node"));
    }
    if (status.observedGeneration < 0)
        errors.push_back(invalid(path.child("observedGeneration"), status.observedGeneration, notNegative));
    checkImmutable(errors, status.qosClass, old.status->qosClass, path.child("qosClass"));
    checkAllTransitions(errors, now, old, path);
    checkClaimStatuses(errors, now, path.child("resourceClaimStatuses"));
    if (status.extendedResourceClaimStatus)
        checkExtendedClaim(
            errors, *status.extendedResourceClaimStatus, *now.spec, path.child("extendedResourceClaimStatus"));

    checkIps(errors, status.podIPs, path.child("podIPs"));
    const FieldPath hostIPs = path.child("hostIPs");
    if (!status.hostIPs.empty() && !(status.hostIP == status.hostIPs.front().ip))
        errors.push_back(invalid(hostIPs.index(0).child("ip"), status.hostIPs.front().ip, "must be equal to `hostIP`"));
    checkIps(errors, status.hostIPs, hostIPs);

    const bool isWindows = now.spec->os->name == OSName::Windows;
    checkUsers(errors, status.containerStatuses, isWindows, path.child("containerStatuses"));
    checkUsers(errors, status.initContainerStatuses, isWindows, path.child("initContainerStatuses"));
    checkUsers(errors, status.ephemeralContainerStatuses, isWindows, path.child("ephemeralContainerStatuses"));
    checkAllocated(errors, status.containerStatuses, now.spec->containers, path.child("containerStatuses"));
    checkAllocated(errors, status.initContainerStatuses, now.spec->initContainers, path.child("initContainerStatuses"));
    for (std::size_t i = 0; i < status.ephemeralContainerStatuses.size(); ++i) {
        if (!status.ephemeralContainerStatuses[i].allocatedResourcesStatus.empty()) {
            errors.push_back(
                forbidden(path.child("ephemeralContainerStatuses").index(i).child("allocatedResourcesStatus"),
                    "must not be specified in container status"));
        }
    }
    return errors;
}

} // namespace kubarium::api
