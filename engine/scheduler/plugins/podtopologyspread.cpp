#include "podtopologyspread.h"

#include "../columnmath.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

constexpr std::string_view hostname = "kubernetes.io/hostname";
constexpr std::int32_t passedOver = -1; // the raw score of a node that is not ranked

// What is wrong with a node for the first constraint that it does not meet.
struct Breach {
    const SpreadConstraint* constraint = nullptr; // null: nothing is
    const Tally* tally = nullptr;
    bool lacksLabel = false;
    bool countsItself = false;
    std::int64_t least = 0;
};

Breach breachOf(const Cycle& cycle, NodeIndex node)
{
    const std::vector<SpreadConstraint>& constraints = cycle.pod().hardSpread;
    for (std::size_t i = 0; i < constraints.size(); ++i) {
        const SpreadConstraint& constraint = constraints[i];
        const Tally& tally = cycle.spread().hard()[i];
        if (tally.topology().domainOf[node] < 0)
            return {&constraint, &tally, true, false, 0};
        const bool countsItself = constraint.selector.matches(cycle.pod().pod().metadata.labels);
        const bool isTooFewDomains = tally.domains() < static_cast<std::size_t>(constraint.minDomains);
        const std::int64_t least = isTooFewDomains ? 0 : tally.least();
        if (tally.at(node) + countsItself - least > constraint.maxSkew)
            return {&constraint, &tally, false, countsItself, least};
    }
    return {};
}

// In how many domains there are nodes to choose from; of hosts, how many nodes.
std::size_t sizeOf(const Tally& tally, const Marks& ranked)
{
    const Topology& topology = tally.topology();
    if (topology.key == hostname)
        return columnmath::marked(ranked);
    if (topology.values.empty())
        return 0;
    std::vector<std::uint8_t> seen(topology.values.size() + 1, 0);
    for (NodeIndex node = 0; node < ranked.size(); ++node)
        seen[static_cast<std::size_t>(topology.domainOf[node] + 1)] |= ranked[node];
    return columnmath::marked(std::span(seen).subspan(1));
}

// Adds to each node what the pods of its domain count: the more domains there are, the more.
void addCounts(std::vector<double>& sums, const Tally& tally, const SpreadConstraint& constraint, const Marks& ranked)
{
    const double weight = naturalLogarithm(sizeOf(tally, ranked) + 2);
    const double tolerated = constraint.maxSkew - 1;
    const Topology& topology = tally.topology();
    if (topology.isOneEach) {
        columnmath::addScaled(sums, tally.counts(), weight, tolerated);
    } else if (!topology.values.empty()) {
        std::vector<double> values(topology.values.size() + 1, 0.0);
        columnmath::addScaled(std::span(values).subspan(1), tally.counts(), weight, tolerated);
        columnmath::addByPlace(sums, topology.domainOf, values);
    }
}

} // namespace

double naturalLogarithm(std::size_t n)
{
    // n = m · 2^k with m between 3/4 and 3/2, and ln m = 2 artanh((m − 1)/(m + 1)).
    constexpr double ln2 = 0.69314718055994530942;
    double mantissa = static_cast<double>(n);
    int exponent = 0;
    for (; mantissa >= 1.5; ++exponent)
        mantissa /= 2;
    const double z = (mantissa - 1) / (mantissa + 1);
    double power = z;
    double sum = 0;
    for (int i = 1; i < 40; i += 2) {
        sum += power / i;
        power *= z * z;
    }
    return 2 * sum + exponent * ln2;
}

Verdict PodTopologySpread::verdict(const Cycle& cycle, NodeIndex node) const
{
    const Breach breach = breachOf(cycle, node);
    if (!breach.constraint)
        return Verdict::Fits;
    return breach.lacksLabel ? Verdict::Unresolvable : Verdict::Unschedulable;
}

std::vector<std::string> PodTopologySpread::reasons(const Cycle& cycle, NodeIndex node) const
{
    const bool lacksLabel = breachOf(cycle, node).lacksLabel;
    return {std::string("node(s) didn't match pod topology spread constraints")
        + (lacksLabel ? " (missing required label)" : "")};
}

std::string PodTopologySpread::detail(const Cycle& cycle, NodeIndex node) const
{
    const Breach breach = breachOf(cycle, node);
    const std::string key = breach.constraint->topologyKey.str();
    if (breach.lacksLabel)
        return "the node has no label " + key;
    const auto domain = static_cast<std::size_t>(breach.tally->topology().domainOf[node]);
    const std::string value = breach.tally->topology().values[domain].str();
    const std::int64_t pods = breach.tally->at(node);
    std::string text = key + "=" + value + " has " + std::to_string(pods) + (pods == 1 ? " such pod" : " such pods");
    if (breach.countsItself)
        text += ", with this one " + std::to_string(pods + 1);
    text += "; the emptiest domain has " + std::to_string(breach.least) + ", and maxSkew is "
        + std::to_string(breach.constraint->maxSkew);
    const auto wanted = static_cast<std::size_t>(breach.constraint->minDomains);
    if (breach.tally->domains() < wanted)
        text += " (of " + std::to_string(wanted) + " domains that minDomains asks for, there are only "
            + std::to_string(breach.tally->domains()) + ": those that are missing count as empty)";
    return text;
}

std::int32_t PodTopologySpread::score(const Cycle& cycle, NodeIndex node) const
{
    Scores scores(cycle.nodes().size(), 0);
    score(cycle, Marks(scores.size(), 1), scores);
    return scores[node];
}

void PodTopologySpread::score(const Cycle& cycle, const Marks& fits, Scores& scores) const
{
    const SpreadCounts& counts = cycle.spread();
    Marks ranked;
    if (counts.passesAnyOver()) {
        ranked = fits;
        for (NodeIndex node = 0; node < ranked.size(); ++node)
            ranked[node] = ranked[node] && !counts.isPassedOver(node);
    }
    std::vector<double> sums(fits.size(), 0.0);
    for (std::size_t i = 0; i < counts.soft().size(); ++i)
        addCounts(sums, counts.soft()[i], cycle.pod().softSpread[i], counts.passesAnyOver() ? ranked : fits);
    columnmath::round(scores, sums);
    if (counts.passesAnyOver()) {
        for (NodeIndex node = 0; node < fits.size(); ++node)
            scores[node] = counts.isPassedOver(node) ? passedOver : scores[node];
    }
}

// The fewest pods are best: 100 for the lowest raw score, less the higher it is.
void PodTopologySpread::normalise(const Cycle& cycle, const Marks& fits, Scores& scores) const
{
    const SpreadCounts& counts = cycle.spread();
    Marks ranked = fits;
    if (counts.passesAnyOver()) {
        for (NodeIndex node = 0; node < ranked.size(); ++node)
            ranked[node] = ranked[node] && scores[node] != passedOver;
    }
    columnmath::Range range = columnmath::rangeOf(ranked, scores);
    range.highest = std::max(range.highest, 0);
    if (range.highest == 0)
        std::fill(scores.begin(), scores.end(), highestScore);
    else
        columnmath::turnOver(scores, range);
    if (counts.passesAnyOver()) {
        for (NodeIndex node = 0; node < fits.size(); ++node)
            scores[node] = counts.isPassedOver(node) ? 0 : scores[node];
    }
}

} // namespace kubarium::scheduler
