// What a pod asks of a node, as plain numbers: the containers' requests summed up as they run (podresources.h), or what the
// pod says as a whole, and its overhead.
#pragma once

#include "api/types/core-pod.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace kubarium::scheduler {

struct Amount {
    api::Text resource;
    std::int64_t value = 0;
    friend bool operator==(const Amount&, const Amount&) = default;
};

struct Requests {
    std::int64_t cpu = 0; // thousandths of a core
    std::int64_t memory = 0; // bytes
    std::int64_t ephemeral = 0; // bytes
    // For ranking nodes, a container that asks for nothing counts as 100m and 200Mi: else all of them would go to one node.
    std::int64_t rankedCpu = 0;
    std::int64_t rankedMemory = 0;
    std::vector<Amount> others; // extended resources and huge pages, by name

    bool isNothing() const { return cpu == 0 && memory == 0 && ephemeral == 0 && others.empty(); }

    friend bool operator==(const Requests&, const Requests&) = default;
};

Requests requestsOf(const api::PodSpec& pod);

// Of one of these resources, as the columns count it: thousandths of cpu, whole units of everything else.
std::int64_t amountOf(std::string_view resource, const api::Quantity& quantity);

// A port that a pod wants on the node itself.
struct HostPort {
    api::Text ip;
    api::Text protocol;
    std::int32_t port = 0;

    bool conflictsWith(const HostPort& other) const;
    friend bool operator==(const HostPort&, const HostPort&) = default;
};

std::vector<HostPort> hostPortsOf(const api::PodSpec& pod);

} // namespace kubarium::scheduler
