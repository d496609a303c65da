// The search for a node for one pod: the pod, the nodes, and what the plugins that count other pods have counted for it.
//
// A Cycle serves all pods that are alike (podinfo.h): between two of them it is brought up to date with the pods that came
// and went, which costs little.
#pragma once

#include "plugins/affinitycounts.h"
#include "plugins/spreadcounts.h"
#include "podinfo.h"

namespace kubarium::scheduler {

class Cycle {
public:
    Cycle(PodInfo pod, const NodeColumns& nodes);

    const PodInfo& pod() const { return m_pod; }

    const NodeColumns& nodes() const { return *m_nodes; }

    const SpreadCounts& spread() const { return m_spread; }

    const AffinityCounts& affinity() const { return m_affinity; }

    // Takes in a pod that came to a node, or left it.
    void count(NodeIndex node, GroupIndex group, std::int64_t sign);
    // To be called before pods of groups are counted that the columns did not have before.
    void weighGroups();
    // As count(), for all of the columns' log from a position on.
    void follow(std::uint64_t position);

private:
    PodInfo m_pod;
    const NodeColumns* m_nodes;
    SpreadCounts m_spread;
    AffinityCounts m_affinity;
};

} // namespace kubarium::scheduler
