#include "clock.h"

#include <charconv>
#include <cmath>

namespace kubarium::lab {

api::Result<api::Microseconds> parsedSpan(std::string_view seconds)
{
    constexpr double longest = 366.0 * 24 * 3600;
    const std::string quoted = "\"" + std::string(seconds) + "\"";
    if (seconds.empty())
        return api::badRequest("seconds: Required value: say how far time shall go on, such as ?seconds=30");
    double value = 0;
    const auto [end, error] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), value);
    if (error != std::errc() || end != seconds.data() + seconds.size() || !std::isfinite(value))
        return api::badRequest("seconds: Invalid value: " + quoted + ": must be a number of seconds");
    if (value < 0)
        return api::badRequest("seconds: Invalid value: " + quoted + ": must be greater than or equal to 0");
    if (value > longest)
        return api::badRequest("seconds: Invalid value: " + quoted + ": must be no more than a year");
    return api::Microseconds(std::llround(value * 1e6));
}

std::string branchName(std::uint64_t branch)
{
    return branch == 0 ? "main" : "branch-" + std::to_string(branch);
}

} // namespace kubarium::lab
