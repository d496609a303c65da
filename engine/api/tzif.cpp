// How a zone is read from its file.
#include "timezone.h"

#include <algorithm>
#include <optional>

namespace kubarium::api {

namespace {

bool isLetter(char c) noexcept
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool isDigit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

} // namespace

// Reads the rule behind the list, "CET-1CEST,M3.5.0,M10.5.0/3": names and offsets of both times, and when each begins.
// POSIX counts offsets westwards, so that they are turned around here.
class TimeZone::ForeverReader {
public:
    explicit ForeverReader(std::string_view text) : m_rest(text) { }

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
            if (!number(out.month, 1, 12) || !take('.') || !number(out.week, 1, 5) || !take('.')
                || !number(out.day, 0, 6))
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
    explicit TzifReader(std::string_view bytes) : m_rest(bytes) { }

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
            return times * (timeSize + 1) + types * 6 + characters + leapSeconds * (timeSize + 4) + standardFlags
                + universalFlags;
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
        std::size_t* const fields[] = {&counts.universalFlags, &counts.standardFlags, &counts.leapSeconds,
            &counts.times, &counts.types, &counts.characters};
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
            || !skip(counts.leapSeconds * (timeSize + 4) + counts.standardFlags + counts.universalFlags)
            || counts.types == 0)
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
            const Transition transition{
                integer(times.substr(timeSize * i, timeSize)), static_cast<std::uint8_t>(indexes[i])};
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

Parsed<std::unique_ptr<const TimeZone>> TimeZone::fromTzif(std::string name, std::string_view bytes)
{
    std::unique_ptr<TimeZone> zone(new TimeZone); // its constructor is private
    zone->m_name = std::move(name);
    if (!TzifReader(bytes).read(*zone))
        return Refusal{"malformed time zone information"};
    return std::unique_ptr<const TimeZone>(std::move(zone));
}

} // namespace kubarium::api
