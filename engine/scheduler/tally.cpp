#include "tally.h"

#include <algorithm>
#include <limits>

namespace kubarium::scheduler {

Tally::Tally(const Topology& topology, const std::vector<std::uint8_t>& eligible)
    : m_topology(&topology),
      m_eligible(eligible),
      m_present(topology.values.size(), 0),
      m_counts(topology.values.size(), 0)
{
    for (NodeIndex node = 0; node < topology.domainOf.size(); ++node) {
        if (eligible[node] && topology.domainOf[node] >= 0)
            m_present[static_cast<std::size_t>(topology.domainOf[node])] = 1;
    }
    m_domains = static_cast<std::size_t>(std::count(m_present.begin(), m_present.end(), 1));
}

std::int32_t Tally::least() const
{
    if (!m_isLeastKnown) {
        m_least = std::numeric_limits<std::int32_t>::max(); // as long as there is no domain, none is too full
        for (std::size_t domain = 0; domain < m_present.size(); ++domain) {
            if (m_present[domain])
                m_least = std::min(m_least, m_counts[domain]);
        }
        m_isLeastKnown = true;
    }
    return m_least;
}

} // namespace kubarium::scheduler
