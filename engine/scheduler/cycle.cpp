#include "cycle.h"

namespace kubarium::scheduler {

Cycle::Cycle(PodInfo pod, const NodeColumns& nodes)
    : m_pod(std::move(pod)),
      m_nodes(&nodes),
      m_spread(m_pod, nodes),
      m_affinity(m_pod)
{
    weighGroups();
    if (!m_spread.countsAny() && !m_affinity.countsAny())
        return;
    for (NodeIndex node = 0; node < nodes.size(); ++node) {
        for (const PlacedPod& placed : nodes.podsOn(node))
            count(node, placed.group, +1);
    }
}

void Cycle::weighGroups()
{
    m_spread.weighGroups(m_pod, *m_nodes);
    m_affinity.weighGroups(m_pod, *m_nodes);
}

void Cycle::count(NodeIndex node, GroupIndex group, std::int64_t sign)
{
    m_spread.count(node, group, sign);
    m_affinity.count(node, group, sign);
}

void Cycle::follow(std::uint64_t position)
{
    weighGroups();
    if (!m_spread.countsAny() && !m_affinity.countsAny())
        return;
    for (const Count& one : m_nodes->countsSince(position))
        count(one.node, one.group, one.sign);
}

} // namespace kubarium::scheduler
