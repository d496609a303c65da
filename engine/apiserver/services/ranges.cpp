#include "ranges.h"

namespace kubarium::apiserver {

namespace {

std::optional<std::uint32_t> anyFreeOf(std::uint32_t first, std::uint32_t count, sim::RandomStream& random,
    const std::function<bool(std::uint32_t)>& isTaken)
{
    if (count == 0)
        return std::nullopt;
    const auto start = static_cast<std::uint32_t>(random.below(count));
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t number = first + (start + i) % count;
        if (!isTaken(number))
            return number;
    }
    return std::nullopt;
}

} // namespace

std::optional<std::uint32_t> anyFree(
    const NumberRange& range, sim::RandomStream& random, const std::function<bool(std::uint32_t)>& isTaken)
{
    const auto upper = anyFreeOf(range.upper, range.last - range.upper + 1, random, isTaken);
    return upper ? upper : anyFreeOf(range.first, range.upper - range.first, random, isTaken);
}

} // namespace kubarium::apiserver
