#include "nodeports.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

const HostPort* heldPort(const Cycle& cycle, NodeIndex node)
{
    const std::span<const HostPort> held = cycle.nodes().portsOn(node);
    for (const HostPort& wanted : cycle.pod().ports) {
        if (std::any_of(held.begin(), held.end(), [&](const HostPort& port) { return port.conflictsWith(wanted); }))
            return &wanted;
    }
    return nullptr;
}

} // namespace

Verdict NodePorts::verdict(const Cycle& cycle, NodeIndex node) const
{
    return !cycle.pod().ports.empty() && heldPort(cycle, node) ? Verdict::Unschedulable : Verdict::Fits;
}

std::string NodePorts::detail(const Cycle& cycle, NodeIndex node) const
{
    const HostPort& port = *heldPort(cycle, node);
    std::string text = "port " + std::to_string(port.port) + "/" + port.protocol.str() + " is held";
    for (const PlacedPod& placed : cycle.nodes().podsOn(node)) {
        const std::vector<HostPort> held = hostPortsOf(*placed.pod().spec);
        if (std::any_of(held.begin(), held.end(), [&](const HostPort& one) { return one.conflictsWith(port); }))
            return text + " by " + placed.pod().metadata.namespace_.str() + "/" + placed.pod().metadata.name.str();
    }
    return text;
}

} // namespace kubarium::scheduler
