#include "timezone.h"

#include "civil.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <system_error>

namespace kubarium::api {

namespace {

constexpr std::int64_t beginOfTime = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t endOfTime = std::numeric_limits<std::int64_t>::max();

bool isLetter(char c) noexcept { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool isDigit(char c) noexcept { return c >= '0' && c <= '9'; }

std::string twoDigits(std::int64_t number) { return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)}; }

} // namespace

// Reads the rule behind the list, "CET-1CEST,M3.5.0,M10.5.0/3": names and offsets of both times, and when each begins.
// POSIX counts offsets westwards, so that they are turned around here.
class TimeZone::ForeverReader {
public:
    explicit ForeverReader(std::string_view text) : m_rest(text) {}

    std::optional<Forever> read()
    {
        Forever forever;
        if (!name(forever.standard.abbreviation) || !offset(forever.standard.offset))
            return std::nullopt;
        if (m_rest.empty() || m_rest.front() == ',')
            return forever;
        forever.changes = true;
        forever.daylight.daylight = true;
        if (!name(forever.daylight.abbreviation))
            return std::nullopt;
        forever.daylight.offset = forever.standard.offset + 3'600;
        if (!m_rest.empty() && m_rest.front() != ',' && !offset(forever.daylight.offset))
            return std::nullopt;
        if (m_rest.empty())
            m_rest = ",M3.2.0,M11.1.0"; // what POSIX leaves open, and everybody fills in like this
        if (!take(',') || !rule(forever.toDaylight) || !take(',') || !rule(forever.toStandard) || !m_rest.empty())
            return std::nullopt;
        return forever;
    }

private:
    bool take(char expected) noexcept
    {
        if (!m_rest.starts_with(expected))
            return false;
        m_rest.remove_prefix(1);
        return true;
    }

    bool name(std::string& out)
    {
        const bool quoted = take('<'); // around names that are no words: <+0330>
        std::size_t size = 0;
        if (quoted)
            size = std::min(m_rest.find('>'), m_rest.size());
        else
            size = static_cast<std::size_t>(std::find_if_not(m_rest.begin(), m_rest.end(), isLetter) - m_rest.begin());
        if (size < (quoted ? 1U : 3U))
            return false;
        out = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return !quoted || take('>');
    }

    bool number(int& out, int least, int most) noexcept
    {
        if (m_rest.empty() || !isDigit(m_rest.front()))
            return false;
        out = 0;
        for (; !m_rest.empty() && isDigit(m_rest.front()); m_rest.remove_prefix(1)) {
            out = out * 10 + (m_rest.front() - '0');
            if (out > most)
                return false;
        }
        return out >= least;
    }

    // [+-]hh[:mm[:ss]]; hours may reach into the days around
    bool clock(std::int64_t& out) noexcept
    {
        const bool negative = take('-');
        if (!negative)
            take('+');
        int hours = 0;
        int minutes = 0;
        int seconds = 0;
        if (!number(hours, 0, 24 * 7))
            return false;
        if (take(':') && (!number(minutes, 0, 59) || (take(':') && !number(seconds, 0, 59))))
            return false;
        out = hours * 3'600 + minutes * 60 + seconds;
        if (negative)
            out = -out;
        return true;
    }

    bool offset(std::int32_t& out) noexcept
    {
        std::int64_t westwards = 0;
        if (!clock(westwards))
            return false;
        out = static_cast<std::int32_t>(-westwards);
        return true;
    }

    bool rule(YearlyRule& out) noexcept
    {
        if (take('J')) {
            out.kind = YearlyRule::Day::JulianWithoutLeapDay;
            if (!number(out.day, 1, 365))
                return false;
        } else if (take('M')) {
            out.kind = YearlyRule::Day::WeekdayOfMonth;
            if (!number(out.month, 1, 12) || !take('.') || !number(out.week, 1, 5) || !take('.') || !number(out.day, 0, 6))
                return false;
        } else {
            out.kind = YearlyRule::Day::OfYear;
            if (!number(out.day, 0, 365))
                return false;
        }
        out.time = 2 * 3'600;
        return !take('/') || clock(out.time);
    }

    std::string_view m_rest;
};

// The TZif format (RFC 8536): a header that counts, a block of 32-bit times that only old programs read, a second
// header with a block of 64-bit times, and the rule for the time behind them as one line of text.
class TimeZone::TzifReader {
public:
    explicit TzifReader(std::string_view bytes) : m_rest(bytes) {}

    bool read(TimeZone& zone)
    {
        Counts counts;
        char version = 0;
        if (!header(counts, version))
            return false;
        std::size_t timeSize = 4;
        if (version != 0) {
            char again = 0;
            if (!skip(counts.blockSize(timeSize)) || !header(counts, again))
                return false;
            timeSize = 8;
        }
        return block(zone, counts, timeSize) && (version == 0 || footer(zone));
    }

private:
    struct Counts {
        std::size_t universalFlags = 0;
        std::size_t standardFlags = 0;
        std::size_t leapSeconds = 0;
        std::size_t times = 0;
        std::size_t types = 0;
        std::size_t characters = 0;
        std::size_t blockSize(std::size_t timeSize) const noexcept
        {
            return times * (timeSize + 1) + types * 6 + characters + leapSeconds * (timeSize + 4) + standardFlags + universalFlags;
        }
    };

    bool take(std::string_view& out, std::size_t size) noexcept
    {
        if (m_rest.size() < size)
            return false;
        out = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return true;
    }
    bool skip(std::size_t size) noexcept
    {
        std::string_view ignored;
        return take(ignored, size);
    }

    // Big-endian, signed if it is as wide as that.
    static std::int64_t integer(std::string_view bytes) noexcept
    {
        std::uint64_t bits = 0;
        for (const char byte : bytes)
            bits = bits << 8U | static_cast<unsigned char>(byte);
        return bytes.size() == 4 ? static_cast<std::int32_t>(bits) : static_cast<std::int64_t>(bits);
    }

    bool header(Counts& counts, char& version) noexcept
    {
        std::string_view bytes;
        if (!take(bytes, 44) || !bytes.starts_with("TZif"))
            return false;
        version = bytes[4];
        if (version != 0 && (version < '2' || version > '4'))
            return false;
        std::size_t* const fields[] = {&counts.universalFlags, &counts.standardFlags, &counts.leapSeconds, &counts.times,
            &counts.types, &counts.characters};
        for (std::size_t i = 0; i < 6; ++i)
            *fields[i] = static_cast<std::uint32_t>(integer(bytes.substr(20 + 4 * i, 4)));
        return true;
    }

    bool block(TimeZone& zone, const Counts& counts, std::size_t timeSize)
    {
        std::string_view times;
        std::string_view indexes;
        std::string_view types;
        std::string_view names;
        // Leap seconds and the flags behind the names concern other readers: the time of computers does not know them.
        if (!take(times, counts.times * timeSize) || !take(indexes, counts.times) || !take(types, counts.types * 6)
            || !take(names, counts.characters)
            || !skip(counts.leapSeconds * (timeSize + 4) + counts.standardFlags + counts.universalFlags) || counts.types == 0)
            return false;

        for (std::size_t i = 0; i < counts.types; ++i) {
            const std::string_view bytes = types.substr(6 * i, 6);
            const auto nameAt = static_cast<unsigned char>(bytes[5]);
            if (nameAt >= names.size())
                return false;
            const std::string_view name = names.substr(nameAt);
            zone.m_types.push_back({static_cast<std::int32_t>(integer(bytes.substr(0, 4))), bytes[4] != 0,
                std::string(name.substr(0, name.find('\0')))});
        }
        for (std::size_t i = 0; i < counts.times; ++i) {
            const Transition transition{integer(times.substr(timeSize * i, timeSize)), static_cast<std::uint8_t>(indexes[i])};
            const bool inOrder = zone.m_transitions.empty() || zone.m_transitions.back().when < transition.when;
            if (transition.type >= counts.types || !inOrder)
                return false;
            zone.m_transitions.push_back(transition);
        }
        return true;
    }

    // A rule that cannot be read is no error: the last known time goes on.
    bool footer(TimeZone& zone)
    {
        if (m_rest.size() <= 2 || m_rest.front() != '\n' || m_rest.back() != '\n')
            return true;
        if (const std::optional<Forever> forever = ForeverReader(m_rest.substr(1, m_rest.size() - 2)).read()) {
            zone.m_hasForever = true;
            zone.m_forever = *forever;
        }
        return true;
    }

    std::string_view m_rest;
};

const TimeZone& TimeZone::utc() noexcept
{
    static const TimeZone zone = [] {
        TimeZone made;
        made.m_name = "UTC";
        made.m_types.push_back({0, false, "UTC"});
        return made;
    }();
    return zone;
}

Parsed<std::unique_ptr<const TimeZone>> TimeZone::fromTzif(std::string name, std::string_view bytes)
{
    std::unique_ptr<TimeZone> zone(new TimeZone); // its constructor is private
    zone->m_name = std::move(name);
    if (!TzifReader(bytes).read(*zone))
        return Refusal{"malformed time zone information"};
    return std::unique_ptr<const TimeZone>(std::move(zone));
}

// What clocks showed before the first known change: a type that the list never uses (local mean time has the place
// of the first), else standard time.
const TimeZone::LocalTime& TimeZone::first() const noexcept
{
    const auto uses = [this](std::size_t type) {
        return std::any_of(m_transitions.begin(), m_transitions.end(), [type](const Transition& t) { return t.type == type; });
    };
    if (!uses(0))
        return m_types[0];
    if (const std::size_t firstUsed = m_transitions.front().type; m_types[firstUsed].daylight) {
        for (std::size_t type = firstUsed; type-- > 0;) {
            if (!m_types[type].daylight)
                return m_types[type];
        }
    }
    const auto standard = std::find_if(m_types.begin(), m_types.end(), [](const LocalTime& type) { return !type.daylight; });
    return standard != m_types.end() ? *standard : m_types[0];
}

std::int64_t TimeZone::YearlyRule::secondOfYear(std::int64_t year, std::int64_t offset) const noexcept
{
    const std::int64_t newYear = daysFromCivil({year, 1, 1});
    std::int64_t days = 0; // since then
    switch (kind) {
    case Day::JulianWithoutLeapDay: // day 60 is March 1 in every year
        days = day - 1 + (isLeapYear(year) && day >= 60 ? 1 : 0);
        break;
    case Day::OfYear:
        days = day;
        break;
    case Day::WeekdayOfMonth: {
        const std::int64_t monthBegin = daysFromCivil({year, month, 1});
        int ofMonth = (day - weekdayFromDays(monthBegin) + 7) % 7 + 7 * (week - 1);
        if (ofMonth >= daysInMonth(year, month))
            ofMonth -= 7; // there is no fifth one: the last is meant
        days = monthBegin + ofMonth - newYear;
        break;
    }
    }
    return days * secondsPerDay + time - offset;
}

TimeZone::Span TimeZone::foreverAt(std::int64_t moment, std::int64_t lastTransition) const noexcept
{
    const auto span = [](std::int64_t begin, std::int64_t end, const LocalTime& time) {
        return Span{Seconds(begin), Seconds(end), Seconds(time.offset), time.abbreviation, time.daylight};
    };
    if (!m_forever.changes)
        return span(lastTransition, endOfTime, m_forever.standard);

    const std::int64_t year = civilFromSeconds(moment).date.year;
    const std::int64_t newYear = daysFromCivil({year, 1, 1}) * secondsPerDay;
    const std::int64_t nextYear = daysFromCivil({year + 1, 1, 1}) * secondsPerDay;
    const std::int64_t toDaylight = newYear + m_forever.toDaylight.secondOfYear(year, m_forever.standard.offset);
    const std::int64_t toStandard = newYear + m_forever.toStandard.secondOfYear(year, m_forever.daylight.offset);
    // In the south a year begins and ends in summer.
    const bool north = toDaylight <= toStandard;
    const LocalTime& outside = north ? m_forever.standard : m_forever.daylight;
    const LocalTime& inside = north ? m_forever.daylight : m_forever.standard;
    const std::int64_t begin = std::min(toDaylight, toStandard);
    const std::int64_t end = std::max(toDaylight, toStandard);
    if (moment < begin)
        return span(std::max(newYear, lastTransition), begin, outside);
    if (moment >= end)
        return span(std::max(end, lastTransition), nextYear, outside);
    return span(std::max(begin, lastTransition), end, inside);
}

TimeZone::Span TimeZone::spanAt(Seconds moment) const noexcept
{
    const auto after = std::upper_bound(m_transitions.begin(), m_transitions.end(), moment.count(),
        [](std::int64_t value, const Transition& transition) { return value < transition.when; });
    const bool isLast = after == m_transitions.end();
    const std::int64_t begin = after == m_transitions.begin() ? beginOfTime : (after - 1)->when;
    if (isLast && m_hasForever)
        return foreverAt(moment.count(), begin);
    const LocalTime& time = after == m_transitions.begin() ? first() : m_types[(after - 1)->type];
    return {Seconds(begin), Seconds(isLast ? endOfTime : after->when), Seconds(time.offset), time.abbreviation, time.daylight};
}

Seconds TimeZone::momentOf(Seconds local) const noexcept
{
    // The wall clock is first taken for UTC, which finds the offset of a moment some hours away; if a change lies
    // between the two, the offset found there decides.
    const Span near = spanAt(local);
    const Seconds moment = local - near.offset;
    if (near.offset == Seconds(0) || near.contains(moment))
        return moment;
    return local - spanAt(moment).offset;
}

std::string TimeZone::text(Time moment) const
{
    const auto seconds = std::chrono::floor<Seconds>(moment.sinceEpoch());
    const std::int64_t offset = spanAt(seconds).offset.count();
    std::string text = (moment + std::chrono::seconds(offset)).text(); // the wall clock, with a Z behind it
    if (offset == 0)
        return text;
    const std::int64_t minutes = (offset < 0 ? -offset : offset) / 60;
    text.back() = offset < 0 ? '-' : '+';
    return text + twoDigits(minutes / 60) + ':' + twoDigits(minutes % 60);
}

TimeZoneDatabase& TimeZoneDatabase::system()
{
    static TimeZoneDatabase database(
        {"/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo"});
    return database;
}

namespace {

// The bytes of a file, or the system's word for why there are none.
std::variant<std::string, std::error_code> fileContent(const std::filesystem::path& path)
{
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (error)
        return error;
    if (std::filesystem::is_directory(status))
        return std::make_error_code(std::errc::is_a_directory);
    if (!std::filesystem::is_regular_file(status))
        return std::make_error_code(std::errc::invalid_argument);
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return std::make_error_code(std::errc::permission_denied);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

// Go spells the system's errors in lower case.
std::string sentenceOf(const std::error_code& error)
{
    std::string sentence = error.message();
    if (!sentence.empty() && sentence.front() >= 'A' && sentence.front() <= 'Z')
        sentence.front() = static_cast<char>(sentence.front() - 'A' + 'a');
    return sentence;
}

} // namespace

Parsed<const TimeZone*> TimeZoneDatabase::load(std::string_view name)
{
    if (name.empty() || name == "UTC")
        return &TimeZone::utc();
    if (name.find("..") != std::string_view::npos || name.front() == '/' || name.front() == '\\')
        return Refusal{"time: invalid location name"};
    if (name.find('\0') != std::string_view::npos) // would end the name of the file
        return Refusal{"invalid argument"};

    const std::scoped_lock lock(m_mutex);
    if (const auto known = m_zones.find(name); known != m_zones.end())
        return known->second.get();
    std::string firstError; // of a file that is there but not as it should be
    for (const std::filesystem::path& folder : m_folders) {
        const std::variant<std::string, std::error_code> content = fileContent(folder / name);
        if (const std::error_code* const error = std::get_if<std::error_code>(&content)) {
            if (*error != std::errc::no_such_file_or_directory && firstError.empty())
                firstError = sentenceOf(*error);
            continue;
        }
        Parsed<std::unique_ptr<const TimeZone>> zone = TimeZone::fromTzif(std::string(name), std::get<std::string>(content));
        if (zone)
            return m_zones.emplace(std::string(name), std::move(*zone)).first->second.get();
        if (firstError.empty())
            firstError = zone.error();
    }
    return Refusal{firstError.empty() ? "unknown time zone " + std::string(name) : firstError};
}

bool TimeZoneDatabase::isPresent() const
{
    return std::any_of(m_folders.begin(), m_folders.end(), [](const std::filesystem::path& folder) {
        std::error_code ignored;
        return std::filesystem::is_directory(folder, ignored);
    });
}

bool isTimeZoneName(std::string_view name) noexcept
{
    while (true) {
        const std::size_t slash = name.find('/');
        const std::string_view part = name.substr(0, slash);
        const bool spelled = std::all_of(part.begin(), part.end(),
            [](char c) { return isLetter(c) || isDigit(c) || c == '.' || c == '-' || c == '_' || c == '+'; });
        if (!spelled || part.empty() || part.size() > 14 || part == "." || part == ".." || part.front() == '-')
            return false;
        if (slash == std::string_view::npos)
            return true;
        name.remove_prefix(slash + 1);
    }
}

} // namespace kubarium::api
