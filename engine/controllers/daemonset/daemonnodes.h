// What a DaemonSet finds: for each node whether a pod belongs there, and the pods that are there or on their way.
#pragma once

#include "daemonpods.h"

#include <span>
#include <vector>

namespace kubarium::controllers {

struct DaemonNode {
    api::Text name;
    bool exists = true; // else pods wait for a node that is gone
    Belonging belonging;
    // The pod that counts comes first: one that is scheduled before one that is not, the older one before the younger.
    std::vector<api::ObjectPtr> pods;
};

// In the order of their names. Pods that have ended and are being deleted are nobody's concern any more.
std::vector<DaemonNode> daemonNodes(
    std::span<const api::ObjectPtr> nodes, const DaemonPods& daemons, std::span<const api::ObjectPtr> pods);

struct DaemonCounts {
    std::int32_t desired = 0;
    std::int32_t current = 0;
    std::int32_t misscheduled = 0;
    std::int32_t ready = 0;
    std::int32_t available = 0;
    std::int32_t updated = 0;
};

DaemonCounts counted(
    std::span<const DaemonNode> nodes, std::string_view revision, std::int32_t minReadySeconds, api::Time now);

// Whether a pod was made from the template as it is now.
bool isUpdated(const api::ObjectPtr& pod, std::string_view revision);

} // namespace kubarium::controllers
