#include "interpodaffinity.h"

#include <algorithm>
#include <limits>

namespace kubarium::scheduler {

namespace {

enum class Breach : std::uint8_t { None, Near, Apart, KeptAway };

bool isNearAll(const Cycle& cycle, NodeIndex node)
{
    const std::span<const Tally> near = cycle.affinity().near();
    bool allThere = true;
    bool anywhere = false;
    for (const Tally& tally : near) {
        if (tally.topology().domainOf[node] < 0)
            return false; // a node of no domain is near nobody
        allThere = allThere && tally.at(node) > 0;
        anywhere = anywhere || tally.total() > 0;
    }
    // The first of a set of pods that want to be near each other would else wait for ever.
    return allThere || (!anywhere && cycle.affinity().isNearItself());
}

Breach breachOf(const Cycle& cycle, NodeIndex node)
{
    const auto isTaken = [&](const Tally& tally) { return tally.at(node) > 0; };
    const AffinityCounts& counts = cycle.affinity();
    if (!isNearAll(cycle, node))
        return Breach::Near;
    if (std::any_of(counts.apart().begin(), counts.apart().end(), isTaken))
        return Breach::Apart;
    if (std::any_of(counts.keptAway().begin(), counts.keptAway().end(), isTaken))
        return Breach::KeptAway;
    return Breach::None;
}

std::string domainOf(const Tally& tally, NodeIndex node)
{
    const auto domain = static_cast<std::size_t>(tally.topology().domainOf[node]);
    return tally.topology().key.str() + "=" + tally.topology().values[domain].str();
}

std::string missing(const Cycle& cycle, NodeIndex node)
{
    for (const Tally& tally : cycle.affinity().near()) {
        if (tally.topology().domainOf[node] < 0)
            return "the node has no label " + tally.topology().key.str();
    }
    for (const Tally& tally : cycle.affinity().near()) {
        if (tally.at(node) == 0)
            return "no pod that it must be near to runs in " + domainOf(tally, node);
    }
    return {};
}

std::string crowded(std::span<const Tally> tallies, NodeIndex node, std::string_view who)
{
    for (const Tally& tally : tallies) {
        if (tally.at(node) > 0)
            return std::string(who) + " in " + domainOf(tally, node);
    }
    return {};
}

} // namespace

Verdict InterPodAffinity::verdict(const Cycle& cycle, NodeIndex node) const
{
    switch (breachOf(cycle, node)) {
    case Breach::None:
        return Verdict::Fits;
    case Breach::Near:
        return Verdict::Unresolvable;
    case Breach::Apart:
    case Breach::KeptAway:
        break;
    }
    return Verdict::Unschedulable;
}

std::vector<std::string> InterPodAffinity::reasons(const Cycle& cycle, NodeIndex node) const
{
    switch (breachOf(cycle, node)) {
    case Breach::None:
        return {};
    case Breach::Near:
        return {"node(s) didn't match pod affinity rules"};
    case Breach::Apart:
        return {"node(s) didn't match pod anti-affinity rules"};
    case Breach::KeptAway:
        break;
    }
    return {"node(s) didn't satisfy existing pods anti-affinity rules"};
}

std::string InterPodAffinity::detail(const Cycle& cycle, NodeIndex node) const
{
    switch (breachOf(cycle, node)) {
    case Breach::None:
        return {};
    case Breach::Near:
        return missing(cycle, node);
    case Breach::Apart:
        return crowded(cycle.affinity().apart(), node, "a pod that it must be apart from runs");
    case Breach::KeptAway:
        break;
    }
    return crowded(cycle.affinity().keptAway(), node, "a pod that must be apart from it runs");
}

std::int32_t InterPodAffinity::score(const Cycle& cycle, NodeIndex node) const
{
    std::int64_t sum = 0;
    for (const Tally& tally : cycle.affinity().scores())
        sum += tally.at(node);
    return static_cast<std::int32_t>(sum);
}

// From the lowest, which becomes 0, to the highest, which becomes 100; equal ones become 0.
void InterPodAffinity::normalise(const Cycle&, const Marks& fits, Scores& scores) const
{
    std::int64_t lowest = std::numeric_limits<std::int64_t>::max();
    std::int64_t highest = std::numeric_limits<std::int64_t>::min();
    for (NodeIndex node = 0; node < fits.size(); ++node) {
        if (fits[node]) {
            lowest = std::min<std::int64_t>(lowest, scores[node]);
            highest = std::max<std::int64_t>(highest, scores[node]);
        }
    }
    for (NodeIndex node = 0; node < fits.size(); ++node) {
        if (!fits[node])
            continue;
        const std::int64_t above = scores[node] - lowest;
        scores[node] = highest > lowest ? static_cast<std::int32_t>(static_cast<double>(highestScore)
                           * (static_cast<double>(above) / static_cast<double>(highest - lowest)))
                                        : 0;
    }
}

} // namespace kubarium::scheduler
