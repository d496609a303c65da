// What a DaemonSet does about what it finds. Arithmetic only: who asks decides whether and when to act on it.
//
//   upkeep   a pod where one belongs and none is; none where none belongs; failed ones made anew; never two for long
//   rollout  pods of an older template are replaced node by node:
//              maxSurge 0   the old pod goes first, as long as no more than maxUnavailable nodes are without
//              maxSurge n   the new one comes first, on n nodes at a time; the old one goes when it is available
#pragma once

#include "daemonnodes.h"

#include <functional>
#include <optional>

namespace kubarium::controllers {

struct RollingLimits {
    std::int32_t maxSurge = 0;
    std::int32_t maxUnavailable = 1;
    friend bool operator==(const RollingLimits&, const RollingLimits&) = default;
};

// Of `desired` nodes; percentages are rounded up, and one node at a time is what two zeroes come to.
RollingLimits rollingLimits(const api::DaemonSetSpec& spec, std::int32_t desired);
// Whether an old and a new pod may stand on one node for a while.
bool allowsSurge(const api::DaemonSetSpec& spec);

struct DaemonRules {
    std::string_view revision; // hash of the template as it is now
    std::int32_t minReadySeconds = 0;
    bool allowsSurge = false;
    api::Time now;
    // When a node's failed pods may be made anew; a time that is past if it need not wait.
    std::function<api::Time(const api::Text& node)> retryFrom = [](const api::Text&) { return api::Time(); };
};

struct DaemonPlan {
    std::vector<api::Text> nodes; // that get a pod
    std::vector<api::ObjectPtr> pods; // that go
    std::vector<api::ObjectPtr> ended; // of those, the ones that go because they have run to their end
    std::optional<api::Time> next; // when the wait for a failed pod ends

    bool empty() const { return nodes.empty() && pods.empty(); }

    void removeEnded(const api::ObjectPtr& pod)
    {
        pods.push_back(pod);
        ended.push_back(pod);
    }
};

DaemonPlan upkeep(std::span<const DaemonNode> nodes, const DaemonRules& rules);
DaemonPlan rollout(std::span<const DaemonNode> nodes, const RollingLimits& limits, const DaemonRules& rules);

} // namespace kubarium::controllers
