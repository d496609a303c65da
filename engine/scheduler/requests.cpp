#include "requests.h"

#include "api/podresources.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

constexpr std::int64_t usualCpu = 100;
constexpr std::int64_t usualMemory = 200LL * 1024 * 1024;
constexpr std::string_view everywhere = "0.0.0.0";

// As in podresources.h, for one resource.
template <class AmountOf> std::int64_t wholePod(const api::PodSpec& pod, AmountOf amount)
{
    std::int64_t together = 0;
    for (const api::Container& container : pod.containers)
        together += amount(container);
    std::int64_t sidecars = 0;
    std::int64_t start = 0;
    for (const api::Container& container : pod.initContainers) {
        const std::int64_t now = sidecars + amount(container);
        if (api::isSidecar(container)) {
            together += now - sidecars;
            sidecars = now;
        }
        start = std::max(start, now);
    }
    return std::max(together, start);
}

std::int64_t requested(const api::Container& container, std::string_view resource, std::int64_t otherwise)
{
    const api::Quantity* const quantity = container.resources.requests.find(resource);
    return quantity ? amountOf(resource, *quantity) : otherwise;
}

std::int64_t requested(const api::PodSpec& pod, std::string_view resource, std::int64_t usual)
{
    std::int64_t sum = 0;
    const api::Quantity* const said = pod.resources->requests.find(resource);
    if (said && api::isPodLevelResource(resource))
        sum = amountOf(resource, *said);
    else
        sum = wholePod(pod, [&](const api::Container& container) { return requested(container, resource, usual); });
    const api::Quantity* const overhead = pod.overhead.find(resource);
    return overhead ? sum + amountOf(resource, *overhead) : sum;
}

bool isOther(std::string_view resource)
{
    return resource != "cpu" && resource != "memory" && resource != "ephemeral-storage" && resource != "storage";
}

void collect(std::vector<Amount>& others, const api::Map<api::Quantity>& requests)
{
    for (const auto& [name, quantity] : requests) {
        if (isOther(name)
            && std::none_of(others.begin(), others.end(), [&](const Amount& one) { return one.resource == name; }))
            others.push_back({name, 0});
    }
}

} // namespace

std::int64_t amountOf(std::string_view resource, const api::Quantity& quantity)
{
    return resource == "cpu" ? quantity.milli() : quantity.units();
}

Requests requestsOf(const api::PodSpec& pod)
{
    Requests sum;
    sum.cpu = requested(pod, "cpu", 0);
    sum.memory = requested(pod, "memory", 0);
    sum.ephemeral = requested(pod, "ephemeral-storage", 0);
    sum.rankedCpu = requested(pod, "cpu", usualCpu);
    sum.rankedMemory = requested(pod, "memory", usualMemory);
    for (const api::Container& container : pod.containers)
        collect(sum.others, container.resources.requests);
    for (const api::Container& container : pod.initContainers)
        collect(sum.others, container.resources.requests);
    collect(sum.others, pod.resources->requests);
    collect(sum.others, pod.overhead);
    if (!sum.others.empty()) {
        std::sort(sum.others.begin(), sum.others.end(),
            [](const Amount& a, const Amount& b) { return a.resource < b.resource; });
        for (Amount& amount : sum.others)
            amount.value = requested(pod, amount.resource, 0);
        std::erase_if(sum.others, [](const Amount& amount) { return amount.value == 0; });
    }
    return sum;
}

bool HostPort::conflictsWith(const HostPort& other) const
{
    return port == other.port && protocol == other.protocol
        && (ip == other.ip || ip == everywhere || other.ip == everywhere);
}

std::vector<HostPort> hostPortsOf(const api::PodSpec& pod)
{
    std::vector<HostPort> ports;
    const auto collectFrom = [&](const api::Container& container) {
        for (const api::ContainerPort& port : container.ports) {
            if (port.hostPort > 0)
                ports.push_back({port.hostIP.empty() ? api::Text(everywhere) : port.hostIP,
                    port.protocol.empty() ? api::Text("TCP") : port.protocol, port.hostPort});
        }
    };
    for (const api::Container& container : pod.containers)
        collectFrom(container);
    for (const api::Container& container : pod.initContainers) {
        if (api::isSidecar(container))
            collectFrom(container);
    }
    return ports;
}

} // namespace kubarium::scheduler
