// What PodTopologySpread counts for a pod: in each domain of a constraint, the pods that its selector matches.
#pragma once

#include "../podinfo.h"
#include "../tally.h"

namespace kubarium::scheduler {

class SpreadCounts {
public:
    SpreadCounts(const PodInfo& pod, const NodeColumns& nodes);

    void weighGroups(const PodInfo& pod, const NodeColumns& nodes);

    bool countsAny() const;

    void count(NodeIndex node, GroupIndex group, std::int64_t times)
    {
        for (Tally& tally : m_hard)
            tally.add(node, group, times);
        for (Tally& tally : m_soft)
            tally.add(node, group, times);
    }

    std::span<const Tally> hard() const { return m_hard; } // one a constraint

    std::span<const Tally> soft() const { return m_soft; }

    // Nodes that lack a label of a soft constraint, and so are not ranked.
    bool isPassedOver(NodeIndex node) const { return !m_passedOver.empty() && m_passedOver[node]; }

    bool passesAnyOver() const { return !m_passedOver.empty(); }

private:
    std::vector<Tally> m_hard;
    std::vector<Tally> m_soft;
    std::vector<std::uint8_t> m_passedOver;
};

} // namespace kubarium::scheduler
