// How many pods of interest stand in each domain of a topology, kept up to date as pods come and go.
//
// What a pod counts is asked once of its group.
#pragma once

#include "columns.h"

namespace kubarium::scheduler {

class Tally {
public:
    explicit Tally(const Topology& topology) : m_topology(&topology), m_counts(topology.values.size(), 0) { }

    // Only nodes that are marked count, if any marks are given.
    Tally(const Topology& topology, const std::vector<std::uint8_t>& eligible);

    const Topology& topology() const { return *m_topology; }

    // To be said of each group, in order, before its pods are added.
    void weigh(std::int32_t weight)
    {
        m_weights.push_back(weight);
        m_countsAny = m_countsAny || weight != 0;
    }

    std::size_t weighed() const { return m_weights.size(); }

    // Whether any group counts at all.
    bool countsAny() const { return m_countsAny; }

    void add(NodeIndex node, GroupIndex group, std::int64_t times)
    {
        const std::int32_t weight = m_weights[group];
        const std::int32_t domain = m_topology->domainOf[node];
        if (weight == 0 || domain < 0 || (!m_eligible.empty() && !m_eligible[node]))
            return;
        m_counts[static_cast<std::size_t>(domain)] += static_cast<std::int32_t>(times) * weight;
        m_total += times * weight;
        m_isLeastKnown = false;
    }

    std::int32_t at(NodeIndex node) const // 0 for a node of no domain
    {
        const std::int32_t domain = m_topology->domainOf[node];
        return domain < 0 ? 0 : m_counts[static_cast<std::size_t>(domain)];
    }

    std::span<const std::int32_t> counts() const { return m_counts; } // one a domain

    std::int64_t total() const { return m_total; }

    // Of the domains that have a node which counts.
    std::int32_t least() const;

    std::size_t domains() const { return m_domains; }

private:
    const Topology* m_topology;
    std::vector<std::uint8_t> m_eligible;
    std::vector<std::uint8_t> m_present; // domains with a node that counts; only with marks
    std::size_t m_domains = 0;
    std::vector<std::int32_t> m_weights;
    std::vector<std::int32_t> m_counts;
    std::int64_t m_total = 0;
    bool m_countsAny = false;
    mutable std::int32_t m_least = 0;
    mutable bool m_isLeastKnown = false;
};

} // namespace kubarium::scheduler
