// What InterPodAffinity counts for a pod: in each domain, the pods that it wants to be near to or apart from, and those that
// want the same of it.
#pragma once

#include "../podinfo.h"
#include "../tally.h"

namespace kubarium::scheduler {

class AffinityCounts {
public:
    explicit AffinityCounts(const PodInfo& pod);

    void weighGroups(const PodInfo& pod, const NodeColumns& nodes);

    bool countsAny() const { return m_countsAny; }

    void count(NodeIndex node, GroupIndex group, std::int64_t times)
    {
        for (std::vector<Tally>* const tallies : {&m_near, &m_apart, &m_keptAway, &m_scores}) {
            for (Tally& tally : *tallies)
                tally.add(node, group, times);
        }
    }

    // One a required term of the pod: pods that all its terms mean …
    std::span<const Tally> near() const { return m_near; }

    // … or that this one means.
    std::span<const Tally> apart() const { return m_apart; }

    // One a topology: the required terms of other pods to be apart from this one.
    std::span<const Tally> keptAway() const { return m_keptAway; }

    // One a topology: weights of preferences on both sides.
    std::span<const Tally> scores() const { return m_scores; }

    // The pod itself is what it wants to be near to: the first of its kind may go anywhere.
    bool isNearItself() const { return m_isNearItself; }

private:
    void weighKeyed(std::vector<Tally>& tallies, const NodeColumns& nodes, GroupIndex group,
        const std::vector<std::pair<api::Text, std::int32_t>>& weights);

    std::vector<Tally> m_near;
    std::vector<Tally> m_apart;
    std::vector<Tally> m_keptAway;
    std::vector<Tally> m_scores;
    GroupIndex m_weighed = 0;
    bool m_isNearItself = false;
    bool m_isPrepared = false;
    bool m_countsAny = false;
};

} // namespace kubarium::scheduler
