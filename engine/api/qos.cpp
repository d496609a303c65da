#include "qos.h"

#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"

#include <array>

namespace kubarium::api {

namespace {

constexpr std::array<std::string_view, 2> judged = {"cpu", "memory"};

struct Sums {
    std::array<Quantity, 2> requests;
    std::array<Quantity, 2> limits;
    bool allHaveLimits = true; // each container has one for CPU and one for memory
};

Quantity positive(const Map<Quantity>& resources, std::string_view name)
{
    const Quantity* const amount = resources.find(name);
    return amount && amount->sign() > 0 ? *amount : Quantity();
}

void add(Sums& sums, const ResourceRequirements& resources)
{
    for (std::size_t i = 0; i < judged.size(); ++i) {
        const Quantity limit = positive(resources.limits, judged[i]);
        sums.requests[i] = sums.requests[i] + positive(resources.requests, judged[i]);
        sums.limits[i] = sums.limits[i] + limit;
        sums.allHaveLimits = sums.allHaveLimits && !limit.isZero();
    }
}

bool isNothing(const std::array<Quantity, 2>& sums)
{
    return sums[0].isZero() && sums[1].isZero();
}

} // namespace

std::string_view qosClassOf(const PodSpec& pod)
{
    Sums sums;
    if (pod.resources) {
        add(sums, *pod.resources);
    } else {
        for (const Container& container : pod.containers)
            add(sums, container.resources);
        for (const Container& container : pod.initContainers)
            add(sums, container.resources);
    }
    if (isNothing(sums.requests) && isNothing(sums.limits))
        return PodQOSClass::BestEffort;
    return sums.allHaveLimits && sums.requests == sums.limits ? PodQOSClass::Guaranteed : PodQOSClass::Burstable;
}

} // namespace kubarium::api
