// Arithmetic on whole columns, one number a node, which the machine does several at a time where it can. Whatever it can, the
// results are the same: nothing here depends on the order of additions, and fused operations are not used.
#pragma once

#include <cstdint>
#include <span>

namespace kubarium::scheduler::columnmath {

using Marks = std::span<const std::uint8_t>; // 0 or 1

std::size_t marked(Marks marks);
// sums[i] += counts[i] · factor + constant
void addScaled(std::span<double> sums, std::span<const std::int32_t> counts, double factor, double constant);
// sums[i] += values[places[i] + 1]: the first value is for those of no place, -1.
void addByPlace(std::span<double> sums, std::span<const std::int32_t> places, std::span<const double> values);
void round(std::span<std::int32_t> results, std::span<const double> sums); // of numbers that are not below 0

struct Range {
    std::int32_t lowest = 0;
    std::int32_t highest = 0;
};

// Of the marked ones, of which there is at least one.
Range rangeOf(Marks marks, std::span<const std::int32_t> values);
// values[i] = 100 · (highest + lowest − values[i]) / highest, without its fraction
void turnOver(std::span<std::int32_t> values, Range range);
void addWeighted(std::span<std::int32_t> totals, std::span<const std::int32_t> scores, std::int32_t weight);

std::size_t countOf(Marks marks, std::span<const std::int32_t> values, std::int32_t value);

} // namespace kubarium::scheduler::columnmath
