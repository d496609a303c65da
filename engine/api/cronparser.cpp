// What a schedule may look like, and how it is refused.
#include "cron.h"
#include "duration.h"
#include "goformat.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <span>

namespace kubarium::api {

namespace {

using Bits = std::uint64_t;

struct Field {
    std::uint64_t least;
    std::uint64_t most;
    std::span<const std::string_view> names; // the first one means `least`
};

constexpr std::array<std::string_view, 12> monthNames = {
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> dayNames = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr Field minuteField = {0, 59, {}};
constexpr Field hourField = {0, 23, {}};
constexpr Field dayOfMonthField = {1, 31, {}};
constexpr Field monthField = {1, 12, monthNames};
constexpr Field dayOfWeekField = {0, 6, dayNames};

Bits bitsBetween(std::uint64_t first, std::uint64_t last, std::uint64_t step) noexcept
{
    Bits bits = 0;
    for (std::uint64_t value = first; value <= last; value += step)
        bits |= Bits{1} << value;
    return bits;
}

// Bytes of the white space at `at`, as Unicode has it; 0 if there is none.
std::size_t spaceAt(std::string_view text, std::size_t at) noexcept
{
    const std::string_view rest = text.substr(at);
    if (std::string_view(" \t\n\v\f\r").find(rest.front()) != std::string_view::npos)
        return 1;
    constexpr std::array<std::string_view, 19> wide = {"\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002",
        "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f",
        "\u205f", "\u3000"};
    const auto* const found =
        std::find_if(wide.begin(), wide.end(), [rest](std::string_view space) { return rest.starts_with(space); });
    return found != wide.end() ? found->size() : 0;
}

std::vector<std::string_view> wordsOf(std::string_view text)
{
    std::vector<std::string_view> words;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t space = spaceAt(text, at);
        if (space > 0 && at > begin)
            words.push_back(text.substr(begin, at - begin));
        at += std::max<std::size_t>(space, 1);
        if (space > 0)
            begin = at;
    }
    if (begin < text.size())
        words.push_back(text.substr(begin));
    return words;
}

std::string_view trimmed(std::string_view text)
{
    const std::vector<std::string_view> words = wordsOf(text);
    if (words.empty())
        return {};
    const char* const begin = words.front().data();
    return {begin, static_cast<std::size_t>(words.back().data() + words.back().size() - begin)};
}

// "a", "b", "" of a,b,
std::vector<std::string_view> partsOf(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (std::size_t end = text.find(separator); end != std::string_view::npos; end = text.find(separator)) {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    parts.push_back(text);
    return parts;
}

// A whole number with an optional sign, as strconv.Atoi reads it.
Parsed<std::uint64_t> number(std::string_view text)
{
    const auto refused = [text](std::string_view why) {
        return Refusal{"failed to parse int from " + std::string(text) + ": strconv.Atoi: parsing " + goQuoted(text)
            + ": " + std::string(why)};
    };
    std::string_view digits = text;
    const bool negative = digits.starts_with('-');
    if (negative || digits.starts_with('+'))
        digits.remove_prefix(1);
    if (digits.empty())
        return refused("invalid syntax");
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return refused("invalid syntax");
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (value > most / 10 || value * 10 > most - digit)
            return refused("value out of range");
        value = value * 10 + digit;
    }
    constexpr std::uint64_t beyond = std::uint64_t{1} << 63U; // which still has a negative
    if (value > beyond || (value == beyond && !negative))
        return refused("value out of range");
    if (negative && value > 0)
        return Refusal{"negative number (-" + std::to_string(value) + ") not allowed: " + std::string(text)};
    return value;
}

Parsed<std::uint64_t> numberOrName(std::string_view text, const Field& field)
{
    const auto same = [text](std::string_view name) {
        return std::equal(name.begin(), name.end(), text.begin(), text.end(),
            [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b); });
    };
    const auto name = std::find_if(field.names.begin(), field.names.end(), same);
    if (name != field.names.end())
        return field.least + static_cast<std::uint64_t>(name - field.names.begin());
    return number(text);
}

struct Range {
    Bits bits = 0;
    bool star = false;
};

// One entry of a list: * or ? or 5 or 1-5, each with an optional /step.
Parsed<Range> range(std::string_view text, const Field& field)
{
    const std::vector<std::string_view> rangeAndStep = partsOf(text, '/');
    const std::vector<std::string_view> ends = partsOf(rangeAndStep[0], '-');
    std::uint64_t first = field.least;
    std::uint64_t last = field.most;
    const bool star = ends[0] == "*" || ends[0] == "?";
    if (!star) {
        const Parsed<std::uint64_t> low = numberOrName(ends[0], field);
        if (!low)
            return Refusal{low.error()};
        first = *low;
        last = *low;
        if (ends.size() > 2)
            return Refusal{"too many hyphens: " + std::string(text)};
        if (ends.size() == 2) {
            const Parsed<std::uint64_t> high = numberOrName(ends[1], field);
            if (!high)
                return Refusal{high.error()};
            last = *high;
        }
    }

    std::uint64_t step = 1;
    if (rangeAndStep.size() > 2)
        return Refusal{"too many slashes: " + std::string(text)};
    if (rangeAndStep.size() == 2) {
        const Parsed<std::uint64_t> given = number(rangeAndStep[1]);
        if (!given)
            return Refusal{given.error()};
        step = *given;
        if (ends.size() == 1)
            last = field.most; // 5/15 means from 5 on
    }

    const auto refused = [text](const std::string& what) { return Refusal{what + ": " + std::string(text)}; };
    const auto shown = [](std::uint64_t value) { return "(" + std::to_string(value) + ")"; };
    if (first < field.least)
        return refused("beginning of range " + shown(first) + " below minimum " + shown(field.least));
    if (last > field.most)
        return refused("end of range " + shown(last) + " above maximum " + shown(field.most));
    if (first > last)
        return refused("beginning of range " + shown(first) + " beyond end of range " + shown(last));
    if (step == 0)
        return refused("step of range should be a positive number");
    // */2 picks days as a list would; only */1 is as good as *.
    return Range{bitsBetween(first, last, step), star && step == 1};
}

constexpr std::string_view every = "@every ";

} // namespace

Parsed<CronSchedule> CronSchedule::parse(std::string_view text, TimeZoneDatabase& zones)
{
    if (text.empty())
        return Refusal{"empty spec string"};

    const TimeZone* zone = nullptr;
    if (text.starts_with("TZ=") || text.starts_with("CRON_TZ=")) {
        const std::size_t blank = text.find(' ');
        if (blank == std::string_view::npos) // robfig/cron panics over it, and the server makes this of the panic
            return Refusal{"invalid schedule format: runtime error: slice bounds out of range [:-1]"};
        const std::size_t begin = text.find('=') + 1;
        const std::string_view name = text.substr(begin, blank - begin);
        const Parsed<const TimeZone*> loaded = zones.load(name);
        if (!loaded)
            return Refusal{"provided bad location " + std::string(name) + ": " + loaded.error()};
        zone = *loaded;
        text = trimmed(text.substr(blank));
    }

    Parsed<CronSchedule> schedule = text.starts_with('@') ? descriptor(text) : fields(text);
    if (schedule)
        schedule->m_zone = zone;
    return schedule;
}

Parsed<CronSchedule> CronSchedule::fields(std::string_view text)
{
    const std::vector<std::string_view> words = wordsOf(text);
    if (words.size() != 5) {
        std::string shown;
        for (const std::string_view word : words)
            shown += (shown.empty() ? "" : " ") + std::string(word);
        return Refusal{"expected exactly 5 fields, found " + std::to_string(words.size()) + ": [" + shown + "]"};
    }

    CronSchedule schedule;

    struct Target {
        const Field& field;
        Bits& bits;
    };

    const Target targets[] = {{minuteField, schedule.m_minutes}, {hourField, schedule.m_hours},
        {dayOfMonthField, schedule.m_daysOfMonth}, {monthField, schedule.m_months},
        {dayOfWeekField, schedule.m_daysOfWeek}};
    for (std::size_t i = 0; i < words.size(); ++i) {
        targets[i].bits = 0;
        for (const std::string_view entry : partsOf(words[i], ',')) {
            if (entry.empty())
                continue; // "1,,2" is "1,2", and "," is a field that nothing matches
            const Parsed<Range> part = range(entry, targets[i].field);
            if (!part)
                return Refusal{part.error()};
            targets[i].bits |= part->bits | (part->star ? star : 0);
        }
    }
    return schedule;
}

Parsed<CronSchedule> CronSchedule::descriptor(std::string_view text)
{
    if (text.starts_with(every)) {
        const std::string_view written = text.substr(every.size());
        const std::optional<Nanoseconds> distance = parseDuration(written);
        if (!distance)
            return Refusal{"failed to parse duration " + std::string(text) + ": " + durationError(written)};
        CronSchedule schedule;
        schedule.m_every = std::max(std::chrono::duration_cast<Seconds>(*distance), Seconds(1));
        return schedule;
    }

    struct Word {
        std::string_view word;
        std::string_view fields;
    };

    constexpr std::array<Word, 7> words = {{
        {"@yearly", "0 0 1 1 *"},
        {"@annually", "0 0 1 1 *"},
        {"@monthly", "0 0 1 * *"},
        {"@weekly", "0 0 * * 0"},
        {"@daily", "0 0 * * *"},
        {"@midnight", "0 0 * * *"},
        {"@hourly", "0 * * * *"},
    }};
    const auto* const known =
        std::find_if(words.begin(), words.end(), [text](const Word& word) { return word.word == text; });
    if (known == words.end())
        return Refusal{"unrecognized descriptor: " + std::string(text)};
    return fields(known->fields);
}

} // namespace kubarium::api
