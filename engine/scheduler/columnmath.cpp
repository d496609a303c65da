#include "columnmath.h"

#include <limits>

// Sanitizers run before the machine's abilities are known, and would meet what chooses among the versions.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)                  \
    && !defined(__SANITIZE_THREAD__)
#define KUBARIUM_COLUMNWISE __attribute__((target_clones("avx2", "default"), optimize("O3")))
#else
#define KUBARIUM_COLUMNWISE
#endif

namespace kubarium::scheduler::columnmath {

KUBARIUM_COLUMNWISE std::size_t marked(Marks marks)
{
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < marks.size(); ++i)
        count += marks[i];
    return count;
}

KUBARIUM_COLUMNWISE void addScaled(
    std::span<double> sums, std::span<const std::int32_t> counts, double factor, double constant)
{
    double* const sum = sums.data();
    const std::int32_t* const count = counts.data();
    for (std::size_t i = 0; i < sums.size(); ++i)
        sum[i] += static_cast<double>(count[i]) * factor + constant;
}

KUBARIUM_COLUMNWISE void addByPlace(
    std::span<double> sums, std::span<const std::int32_t> places, std::span<const double> values)
{
    double* const sum = sums.data();
    const std::int32_t* const place = places.data();
    const double* const value = values.data() + 1;
    for (std::size_t i = 0; i < sums.size(); ++i)
        sum[i] += value[place[i]];
}

KUBARIUM_COLUMNWISE void round(std::span<std::int32_t> results, std::span<const double> sums)
{
    std::int32_t* const result = results.data();
    const double* const sum = sums.data();
    for (std::size_t i = 0; i < results.size(); ++i)
        result[i] = static_cast<std::int32_t>(sum[i] + 0.5);
}

KUBARIUM_COLUMNWISE Range rangeOf(Marks marks, std::span<const std::int32_t> values)
{
    std::int32_t lowest = std::numeric_limits<std::int32_t>::max();
    std::int32_t highest = std::numeric_limits<std::int32_t>::min();
    const std::uint8_t* const mark = marks.data();
    const std::int32_t* const value = values.data();
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::int32_t low = mark[i] ? value[i] : std::numeric_limits<std::int32_t>::max();
        const std::int32_t high = mark[i] ? value[i] : std::numeric_limits<std::int32_t>::min();
        lowest = low < lowest ? low : lowest;
        highest = high > highest ? high : highest;
    }
    return {lowest, highest};
}

// In floating point, where a division is cheap: both numbers are small enough to be exact, and so is the cut quotient.
KUBARIUM_COLUMNWISE void turnOver(std::span<std::int32_t> values, Range range)
{
    std::int32_t* const value = values.data();
    const double both = static_cast<double>(range.highest) + static_cast<double>(range.lowest);
    const double highest = static_cast<double>(range.highest);
    for (std::size_t i = 0; i < values.size(); ++i)
        value[i] = static_cast<std::int32_t>(100.0 * (both - static_cast<double>(value[i])) / highest);
}

KUBARIUM_COLUMNWISE void addWeighted(
    std::span<std::int32_t> totals, std::span<const std::int32_t> scores, std::int32_t weight)
{
    std::int32_t* const total = totals.data();
    const std::int32_t* const score = scores.data();
    for (std::size_t i = 0; i < totals.size(); ++i)
        total[i] += weight * score[i];
}

KUBARIUM_COLUMNWISE std::size_t countOf(Marks marks, std::span<const std::int32_t> values, std::int32_t value)
{
    std::uint32_t count = 0;
    const std::uint8_t* const mark = marks.data();
    const std::int32_t* const one = values.data();
    for (std::size_t i = 0; i < values.size(); ++i)
        count += mark[i] & static_cast<std::uint8_t>(one[i] == value);
    return count;
}

} // namespace kubarium::scheduler::columnmath
