#include "service.h"
#include "table.h"

#include "api/types/coordination.h"
#include "api/types/core-config.h"
#include "api/types/core-node.h"
#include "api/types/core-service.h"
#include "api/types/node.h"

namespace kubarium::api {

namespace {

constexpr std::string_view nameLabel = "kubernetes.io/metadata.name";

// Resources are kept to the thousandth; what is finer is rounded up, not refused.
void roundUp(Map<Quantity>& resources)
{
    for (const auto& [name, amount] : Map<Quantity>(resources)) {
        if (const Quantity rounded = amount.roundedUpToMilli(); !(rounded == amount))
            resources.set(name, rounded);
    }
}

void fillMissing(Map<Quantity>& resources, const Map<Quantity>& from)
{
    for (const auto& [name, amount] : from) {
        if (!resources.contains(name))
            resources.set(name, amount);
    }
}

// podCIDR is what podCIDRs was before nodes could have two; when they disagree the old field is believed.
void linkPodCIDRs(NodeSpec& spec)
{
    if (!spec.podCIDR.empty() && (spec.podCIDRs.empty() || !(spec.podCIDRs.front() == spec.podCIDR)))
        spec.podCIDRs = {spec.podCIDR};
    else if (!spec.podCIDRs.empty())
        spec.podCIDR = spec.podCIDRs.front();
}

} // namespace

// A namespace that is still to be named gets the label together with its name.
void setDefaults(Namespace& space)
{
    if (!space.metadata.name.empty())
        space.metadata.labels.set(nameLabel, space.metadata.name);
    if (space.status->phase.empty())
        space.status.edit().phase = NamespacePhase::Active; // also where there was no status at all
}

void setDefaults(Node& node)
{
    if (node.spec)
        linkPodCIDRs(node.spec.edit());
    if (!node.status)
        return;
    NodeStatus& status = node.status.edit();
    if (status.allocatable.empty())
        status.allocatable = status.capacity;
    roundUp(status.capacity);
    roundUp(status.allocatable);
}

// stringData is for writing only.
void setDefaults(Secret& secret)
{
    for (const auto& [key, value] : secret.stringData)
        secret.data.set(key, value);
    secret.stringData.clear();
}

void setDefaults(ResourceQuota& quota)
{
    if (quota.spec)
        roundUp(quota.spec.edit().hard);
    if (quota.status) {
        roundUp(quota.status.edit().hard);
        roundUp(quota.status.edit().used);
    }
}

void setDefaults(LimitRange& range)
{
    if (!range.spec)
        return;
    for (LimitRangeItem& item : range.spec.edit().limits.edit()) {
        if (item.type == LimitType::Container) {
            fillMissing(item.default_, item.max);
            fillMissing(item.defaultRequest, item.default_);
            fillMissing(item.defaultRequest, item.min);
        }
        for (Map<Quantity>* const resources :
            {&item.max, &item.min, &item.default_, &item.defaultRequest, &item.maxLimitRequestRatio})
            roundUp(*resources);
    }
}

void setDefaults(RuntimeClass& runtime)
{
    if (runtime.overhead)
        roundUp(runtime.overhead.edit().podFixed);
}

// The fields of coordinated leader election are dropped while that feature is off, as it is in v1.34.
void setDefaults(Lease& lease)
{
    if (lease.spec->strategy || lease.spec->preferredHolder) {
        lease.spec.edit().strategy = Text();
        lease.spec.edit().preferredHolder = Text();
    }
}

std::span<const Defaulter> coreDefaults()
{
    static constexpr Defaulter defaulters[] = {
        defaulterOf<Namespace>(),
        defaulterOf<Node>(),
        defaulterOf<Service>(),
        defaulterOf<Secret>(),
        defaulterOf<ResourceQuota>(),
        defaulterOf<LimitRange>(),
        defaulterOf<RuntimeClass>(),
        defaulterOf<Lease>(),
    };
    return defaulters;
}

} // namespace kubarium::api
