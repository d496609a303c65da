#include "jobindexes.h"

#include "../goformat.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <vector>

namespace kubarium::api {

namespace {

struct Stretch {
    std::int32_t first;
    std::int32_t last;
};

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0;;) {
        const std::size_t end = text.find(separator, begin);
        parts.push_back(text.substr(begin, end - begin));
        if (end == text.npos)
            return parts;
        begin = end + 1;
    }
}

// One sign and digits, as Go's Atoi reads a number.
std::optional<std::int64_t> integer(std::string_view text)
{
    if (text.starts_with('+') && text.size() > 1 && text[1] != '-')
        text.remove_prefix(1);
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && stopped == end ? std::optional(number) : std::nullopt;
}

Parsed<std::int32_t> indexBelow(std::string_view text, std::int32_t completions)
{
    const std::optional<std::int64_t> index = integer(text);
    if (!index)
        return Refusal{"cannot convert string to integer for index: " + goQuoted(text)};
    if (*index >= completions)
        return Refusal{"too large index: " + goQuoted(text)};
    return static_cast<std::int32_t>(std::max<std::int64_t>(*index, std::numeric_limits<std::int32_t>::min()));
}

std::string notIncreasing(std::int32_t previous, std::int32_t current)
{
    return "non-increasing order, previous: " + std::to_string(previous) + ", current: " + std::to_string(current);
}

Parsed<Stretch> stretchOf(std::string_view text, std::int32_t completions)
{
    const std::vector<std::string_view> limits = split(text, '-');
    if (limits.size() > 2) {
        return Refusal{"the fragment " + goQuoted(text)
            + " violates the requirement that an index interval can have at most two parts separated by '-'"};
    }
    const Parsed<std::int32_t> first = indexBelow(limits.front(), completions);
    if (!first)
        return Refusal{first.error()};
    if (limits.size() == 1)
        return Stretch{*first, *first};
    const Parsed<std::int32_t> last = indexBelow(limits.back(), completions);
    if (!last)
        return Refusal{last.error()};
    if (*first >= *last)
        return Refusal{notIncreasing(*first, *last)};
    return Stretch{*first, *last};
}

std::vector<Stretch> readableStretches(std::string_view text, std::int32_t completions)
{
    std::vector<Stretch> stretches;
    for (const std::string_view part : split(text, ',')) {
        if (const Parsed<Stretch> stretch = stretchOf(part, completions))
            stretches.push_back(*stretch);
    }
    return stretches;
}

} // namespace

Parsed<std::int32_t> countIndexes(std::string_view text, std::int32_t completions)
{
    std::int32_t count = 0;
    if (text.empty())
        return count;
    std::optional<std::int32_t> last;
    for (const std::string_view part : split(text, ',')) {
        const Parsed<Stretch> stretch = stretchOf(part, completions);
        if (!stretch)
            return Refusal{stretch.error()};
        if (last && *last >= stretch->first)
            return Refusal{notIncreasing(*last, stretch->first)};
        count += stretch->last - stretch->first + 1;
        last = stretch->last;
    }
    return count;
}

std::string indexesOverlap(std::string_view completed, std::string_view failed, std::int32_t completions)
{
    if (completed.empty() || failed.empty())
        return {};
    const std::vector<Stretch> left = readableStretches(completed, completions);
    const std::vector<Stretch> right = readableStretches(failed, completions);
    // Side by side from left to right: whichever begins first cannot meet anything further on.
    for (std::size_t i = 0, j = 0; i < left.size() && j < right.size();) {
        if (left[i].first <= right[j].last && right[j].first <= left[i].last) {
            return "failedIndexes and completedIndexes overlap at index: "
                + std::to_string(std::max(left[i].first, right[j].first));
        }
        left[i].first <= right[j].first ? ++i : ++j;
    }
    return {};
}

} // namespace kubarium::api
