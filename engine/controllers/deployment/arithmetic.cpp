#include "arithmetic.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace kubarium::controllers::deployment {

namespace {

// To the nearest whole number, halves away from zero; the divisor is positive.
std::int64_t roundedQuotient(std::int64_t dividend, std::int64_t divisor)
{
    const std::int64_t half = dividend < 0 ? -divisor : divisor;
    return (2 * dividend + half) / (2 * divisor);
}

std::int32_t cut(std::int64_t number)
{
    using Range = std::numeric_limits<std::int32_t>;
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(number, Range::min(), Range::max()));
}

// How much a ReplicaSet grows (or shrinks) so that it is as large a part of the whole as before.
std::int64_t proportion(const Limits& limits, const ActiveSet& set, std::int32_t statusReplicas)
{
    if (limits.desired == 0)
        return -static_cast<std::int64_t>(set.size);
    const std::int64_t before = set.maxBefore != 0 ? set.maxBefore : statusReplicas;
    if (before <= 0)
        return 0; // somebody took the annotation away, and there are no pods to go by
    return roundedQuotient(static_cast<std::int64_t>(set.size) * limits.maxTotal(), before) - set.size;
}

std::string percentText(std::int64_t hundredths)
{
    std::string text = std::to_string(hundredths / 100);
    const std::int64_t rest = hundredths % 100;
    if (rest == 0)
        return text;
    text += "." + std::to_string(rest / 10);
    return rest % 10 == 0 ? text : text + std::to_string(rest % 10);
}

} // namespace

std::int32_t Limits::maxTotal() const
{
    return cut(static_cast<std::int64_t>(desired) + maxSurge);
}

Limits rollingLimits(const api::IntOrString& maxSurge, const api::IntOrString& maxUnavailable, std::int32_t desired)
{
    Limits limits{
        desired, maxSurge.scaled(desired, true).value_or(0), maxUnavailable.scaled(desired, false).value_or(0)};
    if (limits.maxSurge == 0 && limits.maxUnavailable == 0)
        limits.maxUnavailable = 1;
    limits.maxUnavailable = std::min(limits.maxUnavailable, desired);
    return limits;
}

std::string shareText(const api::IntOrString& share, std::int32_t total, bool roundUp)
{
    const std::optional<std::int32_t> percent = share.percent();
    if (!percent)
        return share.str();
    const std::int64_t hundredths = static_cast<std::int64_t>(*percent) * total;
    std::string text = share.str() + " of " + std::to_string(total) + " = " + percentText(hundredths);
    if (hundredths % 100 != 0)
        text += std::string(", rounded ") + (roundUp ? "up" : "down") + " to "
            + std::to_string(share.scaled(total, roundUp).value_or(0));
    return text;
}

std::int32_t newSize(const Limits& limits, std::int32_t size, std::int64_t total)
{
    if (size >= limits.desired)
        return limits.desired;
    const std::int64_t room = limits.maxTotal() - total;
    return room <= 0 ? size : cut(size + std::min<std::int64_t>(room, limits.desired - size));
}

std::vector<Resize> shrinkOld(const Limits& limits, const Replicas& newSet, std::span<const Replicas> oldSets)
{
    std::vector<Resize> steps;
    std::int64_t total = newSet.size;
    std::int64_t available = newSet.available;
    for (const Replicas& set : oldSets) {
        total += set.size;
        available += set.size > 0 ? set.available : 0;
    }
    // New pods that cannot serve yet are counted as if they never would.
    std::int64_t spare = total - limits.minAvailable() - (newSet.size - newSet.available);
    // A status that lags behind still counts pods that go already: better wait for it than take too many.
    const bool lags =
        std::ranges::any_of(oldSets, [](const Replicas& set) { return set.size > 0 && set.available > set.size; });
    if (total == newSet.size || spare <= 0 || lags)
        return steps;

    std::vector<std::int32_t> sizes;
    for (std::size_t i = 0; i < oldSets.size(); ++i) {
        const std::int32_t size = oldSets[i].size;
        const std::int64_t idle = std::min<std::int64_t>(spare, size - std::min(size, oldSets[i].available));
        sizes.push_back(size - static_cast<std::int32_t>(idle));
        spare -= idle;
        if (idle > 0)
            steps.push_back({i, sizes.back()});
    }
    std::int64_t surplus = available - limits.minAvailable();
    for (std::size_t i = 0; i < oldSets.size() && surplus > 0; ++i) {
        const std::int64_t down = std::min<std::int64_t>(surplus, sizes[i]);
        surplus -= down;
        if (down > 0)
            steps.push_back({i, sizes[i] - static_cast<std::int32_t>(down)});
    }
    return steps;
}

std::vector<Resize> shareOut(const Limits& limits, std::span<const ActiveSet> sets, std::int32_t statusReplicas)
{
    std::int64_t total = 0;
    for (const ActiveSet& set : sets)
        total += set.size;
    const std::int64_t toAdd = (limits.desired > 0 ? limits.maxTotal() : 0) - total;

    std::vector<std::size_t> order(sets.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    if (toAdd > 0)
        std::ranges::reverse(order);
    if (toAdd != 0)
        std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t i) { return sets[i].size; });

    std::vector<Resize> sizes;
    std::int64_t added = 0;
    for (const std::size_t i : order) {
        std::int64_t share = 0;
        if (toAdd != added && sets[i].size != 0) {
            const std::int64_t fair = proportion(limits, sets[i], statusReplicas);
            share = toAdd > 0 ? std::min(fair, toAdd - added) : std::max(fair, toAdd - added);
        }
        added += share;
        sizes.push_back({i, cut(sets[i].size + share)});
    }
    if (!sizes.empty() && toAdd != 0)
        sizes.front().to = std::max(0, cut(sizes.front().to + toAdd - added));
    return sizes;
}

} // namespace kubarium::controllers::deployment
