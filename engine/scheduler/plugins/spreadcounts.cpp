#include "spreadcounts.h"

#include "api/nodeaffinity.h"
#include "api/taints.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

constexpr std::string_view hostname = "kubernetes.io/hostname";

using Marks = std::vector<std::uint8_t>;

// Nodes that have the labels of all constraints.
Marks nodesWithAll(const std::vector<SpreadConstraint>& constraints, const NodeColumns& nodes)
{
    Marks marks(nodes.size(), 1);
    for (const SpreadConstraint& constraint : constraints) {
        const Topology& topology = nodes.topology(constraint.topologyKey);
        for (NodeIndex node = 0; node < marks.size(); ++node)
            marks[node] = marks[node] && topology.domainOf[node] >= 0;
    }
    return marks;
}

// Of these, the ones whose pods count for a constraint.
Marks eligible(Marks marks, const SpreadConstraint& constraint, const PodInfo& pod, const NodeColumns& nodes)
{
    for (NodeIndex node = 0; node < marks.size(); ++node) {
        if (!marks[node])
            continue;
        const api::Node& machine = nodes.node(node);
        const bool isRuledOut = constraint.honoursAffinity && !api::matchesNode(pod.spec(), machine);
        const bool isTainted = constraint.honoursTaints
            && api::untoleratedTaint(machine.spec->taints, pod.spec().tolerations,
                {api::TaintEffect::NoSchedule, api::TaintEffect::NoExecute});
        marks[node] = !isRuledOut && !isTainted;
    }
    return marks;
}

bool counts(const SpreadConstraint& constraint, const PodInfo& pod, const PodGroup& group)
{
    return !group.isLeaving && !constraint.selector.matchesEverything()
        && group.namespace_ == pod.pod().metadata.namespace_ && constraint.selector.matches(group.labels);
}

} // namespace

SpreadCounts::SpreadCounts(const PodInfo& pod, const NodeColumns& nodes)
{
    if (!pod.hardSpread.empty()) {
        const Marks complete = nodesWithAll(pod.hardSpread, nodes);
        for (const SpreadConstraint& constraint : pod.hardSpread)
            m_hard.emplace_back(nodes.topology(constraint.topologyKey), eligible(complete, constraint, pod, nodes));
    }
    if (pod.softSpread.empty())
        return;
    // What every cluster does for pods that say nothing also ranks nodes that lack one of the labels.
    Marks complete(nodes.size(), 1);
    if (!pod.isSpreadByDefault) {
        complete = nodesWithAll(pod.softSpread, nodes);
        m_passedOver = complete;
        for (std::uint8_t& mark : m_passedOver)
            mark = !mark;
    }
    for (const SpreadConstraint& constraint : pod.softSpread) {
        // The pods on a node itself count, whatever else is asked of nodes.
        if (constraint.topologyKey == hostname)
            m_soft.emplace_back(nodes.topology(constraint.topologyKey));
        else
            m_soft.emplace_back(nodes.topology(constraint.topologyKey), eligible(complete, constraint, pod, nodes));
    }
}

void SpreadCounts::weighGroups(const PodInfo& pod, const NodeColumns& nodes)
{
    const auto weigh = [&](std::vector<Tally>& tallies, const std::vector<SpreadConstraint>& constraints) {
        for (std::size_t i = 0; i < tallies.size(); ++i) {
            while (tallies[i].weighed() < nodes.groups().size())
                tallies[i].weigh(counts(constraints[i], pod, nodes.groups()[tallies[i].weighed()]));
        }
    };
    weigh(m_hard, pod.hardSpread);
    weigh(m_soft, pod.softSpread);
}

bool SpreadCounts::countsAny() const
{
    const auto does = [](const Tally& tally) { return tally.countsAny(); };
    return std::any_of(m_hard.begin(), m_hard.end(), does) || std::any_of(m_soft.begin(), m_soft.end(), does);
}

} // namespace kubarium::scheduler
