#include "nominatedpods.h"

#include "podstate.h"

namespace kubarium::scheduler {

NominatedPods::NominatedPods(const api::ObjectPtr& pod, Cycle& cycle, NodeColumns& nodes)
    : m_cycle(cycle),
      m_nodes(nodes)
{
    for (const auto& [key, other] : nodes.nominated()) {
        const api::Pod& promised = *other.as<api::Pod>();
        if (promised.metadata.uid == pod.meta().uid || priorityOf(promised) < priorityOf(*pod.as<api::Pod>()))
            continue;
        if (const NodeIndex node = nodes.find(promised.status->nominatedNodeName); node != noNode)
            m_byNode[node].push_back(other);
    }
}

std::vector<NodeIndex> NominatedPods::nodes() const
{
    std::vector<NodeIndex> list;
    for (const auto& [node, pods] : m_byNode)
        list.push_back(node);
    return list;
}

NominatedPods::Standing::Standing(const NominatedPods& pods, NodeIndex node) : m_pods(pods), m_node(node)
{
    const auto promised = pods.m_byNode.find(node);
    if (promised == pods.m_byNode.end())
        return;
    for (const api::ObjectPtr& object : promised->second) {
        PlacedPod pod = pods.m_nodes.placed(object);
        pods.m_cycle.weighGroups();
        pods.m_cycle.count(node, pod.group, +1);
        pods.m_nodes.put(node, std::move(pod));
        ++m_standing;
    }
}

NominatedPods::Standing::~Standing()
{
    for (; m_standing > 0; --m_standing) {
        const PlacedPod pod = m_pods.m_nodes.lift(m_node, m_pods.m_nodes.podsOn(m_node).size() - 1);
        m_pods.m_cycle.count(m_node, pod.group, -1);
    }
}

} // namespace kubarium::scheduler
