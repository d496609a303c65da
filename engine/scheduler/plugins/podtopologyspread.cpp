#include "podtopologyspread.h"

#include <algorithm>
#include <limits>

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

// How much one pod more in a domain counts: the more domains, the more.
std::vector<double> weightsOf(const Cycle& cycle, const Marks& fits)
{
    std::vector<double> weights;
    for (const Tally& tally : cycle.spread().soft()) {
        const Topology& topology = tally.topology();
        std::size_t size = 0;
        std::vector<std::uint8_t> seen(topology.values.size(), 0);
        const bool isHosts = topology.key == hostname;
        for (NodeIndex node = 0; node < fits.size(); ++node) {
            if (!fits[node] || cycle.spread().isPassedOver(node))
                continue;
            if (isHosts) {
                ++size;
            } else if (const std::int32_t domain = topology.domainOf[node];
                       domain >= 0 && !seen[static_cast<std::size_t>(domain)]) {
                seen[static_cast<std::size_t>(domain)] = 1;
                ++size;
            }
        }
        weights.push_back(naturalLogarithm(size + 2));
    }
    return weights;
}

std::int32_t rawScore(const Cycle& cycle, const std::vector<double>& weights, NodeIndex node)
{
    if (cycle.spread().isPassedOver(node))
        return passedOver;
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const Tally& tally = cycle.spread().soft()[i];
        if (tally.topology().domainOf[node] >= 0)
            sum += static_cast<double>(tally.at(node)) * weights[i]
                + static_cast<double>(cycle.pod().softSpread[i].maxSkew - 1);
    }
    return static_cast<std::int32_t>(sum + 0.5);
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
    return rawScore(cycle, weightsOf(cycle, Marks(cycle.nodes().size(), 1)), node);
}

void PodTopologySpread::score(const Cycle& cycle, const Marks& fits, Scores& scores) const
{
    const std::vector<double> weights = weightsOf(cycle, fits);
    for (NodeIndex node = 0; node < fits.size(); ++node) {
        if (fits[node])
            scores[node] = rawScore(cycle, weights, node);
    }
}

// The fewest pods are best: 100 for the lowest raw score, less the higher it is.
void PodTopologySpread::normalise(const Cycle&, const Marks& fits, Scores& scores) const
{
    std::int64_t lowest = std::numeric_limits<std::int64_t>::max();
    std::int64_t highest = 0;
    for (NodeIndex node = 0; node < fits.size(); ++node) {
        if (fits[node] && scores[node] != passedOver) {
            lowest = std::min<std::int64_t>(lowest, scores[node]);
            highest = std::max<std::int64_t>(highest, scores[node]);
        }
    }
    for (NodeIndex node = 0; node < fits.size(); ++node) {
        if (!fits[node])
            continue;
        std::int32_t& score = scores[node];
        if (score == passedOver)
            score = 0;
        else if (highest == 0)
            score = highestScore;
        else
            score = static_cast<std::int32_t>(highestScore * (highest + lowest - score) / highest);
    }
}

} // namespace kubarium::scheduler
