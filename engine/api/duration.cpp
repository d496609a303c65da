#include "duration.h"

#include "goformat.h"
#include "parsed.h"

#include <array>

namespace kubarium::api {

namespace {

constexpr std::uint64_t microsecond = 1'000;
constexpr std::uint64_t millisecond = 1'000 * microsecond;
constexpr std::uint64_t second = 1'000 * millisecond;
constexpr std::uint64_t minute = 60 * second;
constexpr std::uint64_t hour = 60 * minute;

// The size of the smallest number, which has no positive counterpart: "-9223372036854775808ns" is a duration.
constexpr std::uint64_t most = std::uint64_t{1} << 63U;

struct Unit {
    std::string_view name;
    std::uint64_t nanoseconds;
};

constexpr std::array<Unit, 8> units{{
    {"ns", 1},
    {"us", microsecond},
    {"\u00b5s", microsecond}, // the micro sign
    {"\u03bcs", microsecond}, // the Greek letter mu
    {"ms", millisecond},
    {"s", second},
    {"m", minute},
    {"h", hour},
}};

const Unit* findUnit(std::string_view name) noexcept
{
    for (const Unit& unit : units) {
        if (unit.name == name)
            return &unit;
    }
    return nullptr;
}

bool isDigit(std::string_view text, std::size_t at = 0) noexcept
{
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

// Digits behind a point: as many as fit count, and by what their number has to be divided.
struct Fraction {
    std::uint64_t digits = 0;
    double scale = 1;
};

Fraction takeFraction(std::string_view& text) noexcept
{
    Fraction fraction;
    bool full = false;
    for (; isDigit(text); text.remove_prefix(1)) {
        constexpr std::uint64_t highest = most - 1;
        const auto digit = static_cast<std::uint64_t>(text[0] - '0');
        if (full || fraction.digits > highest / 10 || fraction.digits * 10 + digit > most) {
            full = true;
            continue;
        }
        fraction.digits = fraction.digits * 10 + digit;
        fraction.scale *= 10;
    }
    return fraction;
}

Parsed<Nanoseconds> read(std::string_view text)
{
    const auto refusal = [text](std::string_view what) {
        return Refusal{"time: " + std::string(what) + " duration " + goTimeQuoted(text)};
    };
    std::string_view rest = text;
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+'))
        rest.remove_prefix(1);
    if (rest == "0")
        return Nanoseconds(0);
    if (rest.empty())
        return refusal("invalid");

    std::uint64_t size = 0;
    while (!rest.empty()) {
        if (rest[0] != '.' && !isDigit(rest))
            return refusal("invalid");
        const bool digitsBefore = isDigit(rest);
        std::uint64_t whole = 0;
        for (; isDigit(rest); rest.remove_prefix(1)) {
            const auto digit = static_cast<std::uint64_t>(rest[0] - '0');
            if (whole > most / 10 || whole * 10 + digit > most)
                return refusal("invalid");
            whole = whole * 10 + digit;
        }
        Fraction fraction;
        bool digitsBehind = false;
        if (rest.starts_with('.')) {
            rest.remove_prefix(1);
            digitsBehind = isDigit(rest);
            fraction = takeFraction(rest);
        }
        if (!digitsBefore && !digitsBehind)
            return refusal("invalid");

        std::size_t length = 0;
        while (length < rest.size() && rest[length] != '.' && !isDigit(rest, length))
            ++length;
        if (length == 0)
            return refusal("missing unit in");
        const std::string_view name = rest.substr(0, length);
        rest.remove_prefix(length);
        const Unit* const unit = findUnit(name);
        if (!unit)
            return refusal("unknown unit " + goTimeQuoted(name) + " in");

        if (whole > most / unit->nanoseconds)
            return refusal("invalid");
        whole *= unit->nanoseconds;
        if (fraction.digits > 0) {
            // In floating point as Go does it: the last nanosecond of 0.3333333333333333333h is decided here.
            whole += static_cast<std::uint64_t>(
                static_cast<double>(fraction.digits) * (static_cast<double>(unit->nanoseconds) / fraction.scale));
            if (whole > most)
                return refusal("invalid");
        }
        size += whole;
        if (size > most)
            return refusal("invalid");
    }
    if (!negative && size > most - 1)
        return refusal("invalid");
    return Nanoseconds(static_cast<std::int64_t>(negative ? -size : size));
}

// `size` units of 10^-places each, without zeroes at the end of the fraction.
std::string withFraction(std::uint64_t size, int places)
{
    std::string fraction;
    for (int i = 0; i < places; ++i, size /= 10) {
        if (!fraction.empty() || size % 10 != 0)
            fraction.insert(fraction.begin(), static_cast<char>('0' + size % 10));
    }
    return std::to_string(size) + (fraction.empty() ? "" : "." + fraction);
}

std::string count(std::int64_t number, char unit)
{
    return std::to_string(number) + unit;
}

// "3m20s", or "3m" when nothing is left over.
std::string twoUnits(std::int64_t large, char largeUnit, std::int64_t small, char smallUnit)
{
    return small == 0 ? count(large, largeUnit) : count(large, largeUnit) + count(small, smallUnit);
}

} // namespace

std::optional<Nanoseconds> parseDuration(std::string_view text)
{
    const Parsed<Nanoseconds> span = read(text);
    return span ? std::optional(*span) : std::nullopt;
}

std::string durationError(std::string_view text)
{
    return read(text).error();
}

std::string durationText(Nanoseconds span)
{
    const bool negative = span.count() < 0;
    std::uint64_t size =
        negative ? -static_cast<std::uint64_t>(span.count()) : static_cast<std::uint64_t>(span.count());
    std::string out = negative ? "-" : "";
    if (size == 0)
        return "0s";
    if (size < microsecond)
        return out + std::to_string(size) + "ns";
    if (size < millisecond)
        return out + withFraction(size, 3) + "\u00b5s";
    if (size < second)
        return out + withFraction(size, 6) + "ms";
    if (size >= hour)
        out += std::to_string(size / hour) + 'h';
    if (size >= minute)
        out += std::to_string(size % hour / minute) + 'm';
    return out + withFraction(size % minute, 9) + 's';
}

std::string humanDuration(Nanoseconds span)
{
    const std::int64_t seconds = span / std::chrono::seconds(1);
    const std::int64_t minutes = seconds / 60;
    const std::int64_t hours = minutes / 60;
    const std::int64_t days = hours / 24;
    const std::int64_t years = days / 365;
    if (seconds < -1)
        return "<invalid>"; // clocks may differ by a second, not by more
    if (seconds < 0)
        return "0s";
    if (seconds < 120)
        return count(seconds, 's');
    if (minutes < 10)
        return twoUnits(minutes, 'm', seconds % 60, 's');
    if (hours < 3)
        return count(minutes, 'm');
    if (hours < 8)
        return twoUnits(hours, 'h', minutes % 60, 'm');
    if (hours < 48)
        return count(hours, 'h');
    if (days < 8)
        return twoUnits(days, 'd', hours % 24, 'h');
    if (years < 2)
        return count(days, 'd');
    if (years < 8)
        return twoUnits(years, 'y', days % 365, 'd');
    return count(years, 'y');
}

std::string shortHumanDuration(Nanoseconds span)
{
    const std::int64_t seconds = span / std::chrono::seconds(1);
    if (seconds < -1)
        return "<invalid>";
    if (seconds < 0)
        return "0s";
    if (seconds < 60)
        return count(seconds, 's');
    if (seconds < 60 * 60)
        return count(seconds / 60, 'm');
    const std::int64_t hours = seconds / (60 * 60);
    if (hours < 24)
        return count(hours, 'h');
    if (hours < 24 * 365)
        return count(hours / 24, 'd');
    return count(hours / 24 / 365, 'y');
}

std::string age(Time since, Time now)
{
    return since.isZero() ? "<unknown>" : humanDuration(now - since);
}

} // namespace kubarium::api
