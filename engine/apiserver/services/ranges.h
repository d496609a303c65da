// The numbers that are given out to Services, and which of them are given to whom:
//
//   addresses   10.96.0.1 … 10.96.1.0 | 10.96.1.1 … 10.111.255.254        of 10.96.0.0/12
//   node ports  30000     … 30085     | 30086     … 32767
//               asked for by number   | given to who asks for any
//
// Who asks for any gets one of the upper band as long as there is one, so that a number of the lower band that somebody
// writes into a manifest (10.96.0.10 for DNS) is mostly free.
#pragma once

#include "sim/random.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>

namespace kubarium::apiserver {

struct NumberRange {
    std::uint32_t first;
    std::uint32_t last;
    std::uint32_t upper; // where the upper band begins

    constexpr bool contains(std::uint32_t number) const { return first <= number && number <= last; }
};

// The lower band is a `share` of the range, but no less than 16 and no more than `most`; tiny ranges have none.
constexpr std::uint32_t upperBand(std::uint32_t first, std::uint32_t last, std::uint32_t share, std::uint32_t most)
{
    constexpr std::uint32_t least = 16;
    const std::uint32_t size = last - first + 1;
    return size < least ? first : first + std::min(std::max(least, size / share), most);
}

constexpr NumberRange rangeOf(std::uint32_t first, std::uint32_t last, std::uint32_t share, std::uint32_t most)
{
    return {first, last, upperBand(first, last, share, most)};
}

inline constexpr NumberRange clusterIPs = rangeOf(0x0A'60'00'01, 0x0A'6F'FF'FE, 16, 256);
inline constexpr NumberRange nodePorts = rangeOf(30000, 32767, 32, 128);

// A free number: the first one at or behind a place drawn in the upper band, then in the lower one; nothing if all are taken.
std::optional<std::uint32_t> anyFree(
    const NumberRange& range, sim::RandomStream& random, const std::function<bool(std::uint32_t)>& isTaken);

} // namespace kubarium::apiserver
