#include "affinitycounts.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

// What other pods' required terms to be near this one weigh among preferences.
constexpr std::int32_t hardAffinityWeight = 1;

using Weights = std::vector<std::pair<api::Text, std::int32_t>>; // by topology key

void add(Weights& weights, const api::Text& key, std::int32_t weight)
{
    const auto known =
        std::find_if(weights.begin(), weights.end(), [&](const auto& entry) { return entry.first == key; });
    if (known == weights.end())
        weights.emplace_back(key, weight);
    else
        known->second += weight;
}

} // namespace

AffinityCounts::AffinityCounts(const PodInfo& pod)
{
    m_countsAny = !pod.terms.empty();
}

void AffinityCounts::weighGroups(const PodInfo& pod, const NodeColumns& nodes)
{
    const api::Text& namespace_ = pod.pod().metadata.namespace_;
    const api::Map<api::Text>& labels = pod.pod().metadata.labels;
    const NamespaceLabels homes = nodes.homes();
    const AffinityTerms& own = pod.terms;
    if (!m_isPrepared) {
        m_isPrepared = true;
        for (const AffinityTerm& term : own.near)
            m_near.emplace_back(nodes.topology(term.topologyKey));
        for (const AffinityTerm& term : own.apart)
            m_apart.emplace_back(nodes.topology(term.topologyKey));
        m_isNearItself = std::all_of(own.near.begin(), own.near.end(),
            [&](const AffinityTerm& term) { return term.matches(namespace_, labels, homes); });
    }
    for (; m_weighed < nodes.groups().size(); ++m_weighed) {
        const PodGroup& group = nodes.groups()[m_weighed];
        const auto meant = [&](const AffinityTerm& term) {
            return term.matches(group.namespace_, group.labels, homes);
        };
        const auto means = [&](const AffinityTerm& term) { return term.matches(namespace_, labels, homes); };

        const bool isNear = !own.near.empty() && std::all_of(own.near.begin(), own.near.end(), meant);
        for (Tally& tally : m_near)
            tally.weigh(isNear);
        for (std::size_t i = 0; i < m_apart.size(); ++i)
            m_apart[i].weigh(meant(own.apart[i]));

        Weights keptAway;
        for (const AffinityTerm& term : group.terms.apart) {
            if (means(term))
                add(keptAway, term.topologyKey, 1);
        }
        Weights scores;
        for (const AffinityTerm& term : own.ratherNear) {
            if (meant(term))
                add(scores, term.topologyKey, term.weight);
        }
        for (const AffinityTerm& term : own.ratherApart) {
            if (meant(term))
                add(scores, term.topologyKey, -term.weight);
        }
        for (const AffinityTerm& term : group.terms.near) {
            if (means(term))
                add(scores, term.topologyKey, hardAffinityWeight);
        }
        for (const AffinityTerm& term : group.terms.ratherNear) {
            if (means(term))
                add(scores, term.topologyKey, term.weight);
        }
        for (const AffinityTerm& term : group.terms.ratherApart) {
            if (means(term))
                add(scores, term.topologyKey, -term.weight);
        }
        weighKeyed(m_keptAway, nodes, m_weighed, keptAway);
        weighKeyed(m_scores, nodes, m_weighed, scores);
        m_countsAny = m_countsAny || !keptAway.empty() || !scores.empty();
    }
}

// A topology that nobody has asked about before begins with what it missed: groups that weigh nothing in it.
void AffinityCounts::weighKeyed(
    std::vector<Tally>& tallies, const NodeColumns& nodes, GroupIndex group, const Weights& weights)
{
    for (const auto& [key, weight] : weights) {
        if (std::none_of(
                tallies.begin(), tallies.end(), [&](const Tally& tally) { return tally.topology().key == key; })) {
            Tally& made = tallies.emplace_back(nodes.topology(key));
            while (made.weighed() < group)
                made.weigh(0);
        }
    }
    for (Tally& tally : tallies) {
        const auto weight = std::find_if(
            weights.begin(), weights.end(), [&](const auto& entry) { return entry.first == tally.topology().key; });
        tally.weigh(weight == weights.end() ? 0 : weight->second);
    }
}

} // namespace kubarium::scheduler
