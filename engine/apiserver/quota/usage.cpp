#include "usage.h"

#include "podusage.h"

#include "../resources.h"

#include "api/types/core-service.h"
#include "api/types/core-volumes.h"

#include <algorithm>
#include <array>

namespace kubarium::apiserver::quota {

namespace {

constexpr std::string_view countPrefix = "count/";
constexpr std::string_view storageClassSuffix = ".storageclass.storage.k8s.io/";
constexpr std::string_view olderClassAnnotation = "volume.beta.kubernetes.io/storage-class";
// Kinds whose objects are counted under their own name, too.
constexpr std::array<std::string_view, 4> underOwnName = {
    "configmaps", "replicationcontrollers", "resourcequotas", "secrets"};
constexpr std::array<std::string_view, 3> ofServices = {"services", "services.loadbalancers", "services.nodeports"};
constexpr std::array<std::string_view, 2> ofClaims = {"persistentvolumeclaims", "requests.storage"};

template <std::size_t size> bool isOneOf(std::string_view name, const std::array<std::string_view, size>& names)
{
    return std::ranges::find(names, name) != names.end();
}

bool isCore(const api::Kind& kind, std::string_view resource)
{
    return kind.group.empty() && kind.resource == resource;
}

api::Quantity one()
{
    return api::Quantity::ofUnits(1);
}

bool countsForClaims(std::string_view name)
{
    const std::size_t suffix = name.find(storageClassSuffix);
    return isOneOf(name, ofClaims)
        || (suffix != std::string_view::npos && isOneOf(name.substr(suffix + storageClassSuffix.size()), ofClaims));
}

Amounts usageOf(const api::Service& service)
{
    const auto& ports = service.spec->ports;
    std::int64_t nodePorts = 0;
    const bool isBalanced = service.spec->type == "LoadBalancer";
    if (isBalanced && !service.spec->allocateLoadBalancerNodePorts.valueOr(true))
        nodePorts = std::ranges::count_if(ports, [](const api::ServicePort& port) { return port.nodePort != 0; });
    else if (isBalanced || service.spec->type == "NodePort")
        nodePorts = static_cast<std::int64_t>(ports.size());
    Amounts usage;
    usage.set("count/services", one());
    usage.set("services", one());
    usage.set("services.nodeports", api::Quantity::ofUnits(nodePorts));
    usage.set("services.loadbalancers", api::Quantity::ofUnits(isBalanced ? 1 : 0));
    return usage;
}

api::Text classOf(const api::PersistentVolumeClaim& claim)
{
    const api::Text* const older = claim.metadata.annotations.find(olderClassAnnotation);
    return older ? *older : claim.spec->storageClassName;
}

// Whole bytes; while a claim grows in vain, what was set aside for it.
std::optional<api::Quantity> storageOf(const api::PersistentVolumeClaim& claim)
{
    const api::Quantity* asked = claim.spec->resources.requests.find("storage");
    if (!asked)
        return std::nullopt;
    const api::Quantity* const allotted = claim.status->allocatedResources.find("storage");
    if (allotted && *asked < *allotted)
        asked = allotted;
    const api::Quantity whole = api::Quantity::ofUnits(asked->units(), asked->format());
    return whole == *asked ? *asked : whole;
}

Amounts usageOf(const api::PersistentVolumeClaim& claim)
{
    Amounts usage;
    usage.set("count/persistentvolumeclaims", one());
    usage.set("persistentvolumeclaims", one());
    const std::optional<api::Quantity> storage = storageOf(claim);
    if (storage)
        usage.set("requests.storage", *storage);
    if (const api::Text storageClass = classOf(claim); !storageClass.empty()) {
        const std::string prefix = storageClass.str() + std::string(storageClassSuffix);
        usage.set(prefix + "persistentvolumeclaims", one());
        if (storage)
            usage.set(prefix + "requests.storage", *storage);
    }
    return usage;
}

} // namespace

bool isCounted(const api::Kind& kind)
{
    return kind.namespaced && !kind.resource.empty() && kind.kind != "Event"
        && std::ranges::find(kind.verbs, "list") != kind.verbs.end();
}

bool isObjectCount(const api::Kind& kind, std::string_view name)
{
    if (name.starts_with(countPrefix))
        return name.substr(countPrefix.size()) == qualifiedResource(kind);
    return kind.group.empty() && name == kind.resource
        && (isOneOf(name, underOwnName) || name == "services" || name == "persistentvolumeclaims");
}

bool counts(const api::Kind& kind, std::string_view name)
{
    if (isObjectCount(kind, name))
        return true;
    if (isCore(kind, "pods"))
        return countsForPods(name);
    if (isCore(kind, "services"))
        return isOneOf(name, ofServices);
    return isCore(kind, "persistentvolumeclaims") && countsForClaims(name);
}

Amounts usageOf(const api::Kind& kind, const api::ObjectPtr& object, api::Time now)
{
    if (const auto* const pod = object.as<api::Pod>())
        return usageOf(*pod, now);
    if (const auto* const service = object.as<api::Service>())
        return usageOf(*service);
    if (const auto* const claim = object.as<api::PersistentVolumeClaim>())
        return usageOf(*claim);
    Amounts usage;
    usage.set(std::string(countPrefix) + qualifiedResource(kind), one());
    if (kind.group.empty() && isOneOf(kind.resource, underOwnName))
        usage.set(kind.resource, one());
    return usage;
}

} // namespace kubarium::apiserver::quota
