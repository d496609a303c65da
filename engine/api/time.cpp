#include "time.h"

#include "civil.h"
#include "goformat.h"

namespace kubarium::api {

namespace {

constexpr std::string_view layout = "2006-01-02T15:04:05Z07:00";
constexpr std::string_view microLayout = "2006-01-02T15:04:05.000000Z07:00";

constexpr std::int64_t microsPerSecond = 1'000'000;

void appendPadded(std::string& out, std::int64_t number, std::size_t width)
{
    if (number < 0) {
        out += '-';
        number = -number;
    }
    const std::string digits = std::to_string(number);
    if (digits.size() < width)
        out.append(width - digits.size(), '0');
    out += digits;
}

// "2026-01-01T00:00:00", without what follows.
std::string wholeSeconds(Microseconds sinceEpoch)
{
    const CivilTime civil = civilFromSeconds(floorDivide(sinceEpoch.count(), microsPerSecond));
    std::string out;
    out.reserve(32);
    const auto two = [&out](char before, int number) {
        out += before;
        out += static_cast<char>('0' + number / 10);
        out += static_cast<char>('0' + number % 10);
    };
    appendPadded(out, civil.date.year, 4);
    two('-', civil.date.month);
    two('-', civil.date.day);
    two('T', civil.hour);
    two(':', civil.minute);
    two(':', civil.second);
    return out;
}

// Reads along a layout as Go does: the first piece that does not fit is named in the error, with the text that was
// met there. Slips that Go forgives are forgiven here: an hour of one digit, a comma before the fraction, and an
// offset of 24 hours or 60 minutes.
class Reader {
public:
    Reader(std::string_view text, bool micro) : m_text(text), m_rest(text), m_micro(micro) { }

    std::optional<Time> read()
    {
        CivilTime civil;
        CivilDate& date = civil.date;
        const bool read = year(date.year) && literal("-") && month(date.month) && literal("-") && number("02", date.day)
            && literal("T") && hour(civil.hour) && literal(":") && sixtieth("04", "minute", civil.minute)
            && literal(":") && sixtieth("05", "second", civil.second) && fraction() && zone();
        if (!read)
            return std::nullopt;
        if (!m_rest.empty())
            return refuse(": extra text: " + goTimeQuoted(m_rest));
        if (date.day < 1 || date.day > daysInMonth(date.year, date.month))
            return refuse(": day out of range");
        return Time::sinceEpoch(Microseconds((secondsFromCivil(civil) - m_offset) * microsPerSecond + m_fraction));
    }

    const std::string& error() const { return m_error; }

private:
    std::nullopt_t refuse(std::string_view why)
    {
        m_error = "parsing time " + goTimeQuoted(m_text) + std::string(why);
        return std::nullopt;
    }

    bool misses(std::string_view piece, std::string_view met)
    {
        refuse(" as " + goTimeQuoted(m_micro ? microLayout : layout) + ": cannot parse " + goTimeQuoted(met) + " as "
            + goTimeQuoted(piece));
        return false;
    }

    bool outOfRange(std::string_view what)
    {
        refuse(": " + std::string(what) + " out of range");
        return false;
    }

    bool isDigit(std::size_t at) const { return at < m_rest.size() && m_rest[at] >= '0' && m_rest[at] <= '9'; }

    int digit(std::size_t at) const { return m_rest[at] - '0'; }

    bool literal(std::string_view piece)
    {
        if (!m_rest.starts_with(piece))
            return misses(piece, m_rest);
        m_rest.remove_prefix(piece.size());
        return true;
    }

    bool year(std::int64_t& result)
    {
        result = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            if (!isDigit(i))
                return misses("2006", m_rest);
            result = result * 10 + digit(i);
        }
        m_rest.remove_prefix(4);
        return true;
    }

    bool number(std::string_view piece, int& result) // of two digits
    {
        if (!isDigit(0) || !isDigit(1))
            return misses(piece, m_rest);
        result = digit(0) * 10 + digit(1);
        m_rest.remove_prefix(2);
        return true;
    }

    bool month(int& result) { return number("01", result) && ((result >= 1 && result <= 12) || outOfRange("month")); }

    bool hour(int& result)
    {
        if (isDigit(0) && !isDigit(1)) {
            result = digit(0);
            m_rest.remove_prefix(1);
            return true;
        }
        return number("15", result) && (result < 24 || outOfRange("hour"));
    }

    bool sixtieth(std::string_view piece, std::string_view what, int& result)
    {
        return number(piece, result) && (result < 60 || outOfRange(what));
    }

    bool fraction()
    {
        const bool begins = !m_rest.empty() && (m_rest[0] == '.' || m_rest[0] == ',') && isDigit(1);
        std::size_t digits = 0;
        while (begins && isDigit(digits + 1))
            ++digits;
        if (m_micro) {
            if (digits < 6)
                return misses(".000000", m_rest);
            digits = 6; // a seventh is met where the zone is expected
        } else if (!begins) {
            return true;
        }
        std::int64_t weight = microsPerSecond / 10;
        for (std::size_t i = 1; i <= digits; ++i, weight /= 10)
            m_fraction += digit(i) * weight;
        m_rest.remove_prefix(digits + 1);
        return true;
    }

    bool zone()
    {
        if (m_rest.starts_with('Z')) {
            m_rest.remove_prefix(1);
            return true;
        }
        const std::string_view met = m_rest;
        const bool fits = met.size() >= 6 && met[3] == ':' && isDigit(1) && isDigit(2) && isDigit(4) && isDigit(5);
        if (!fits)
            return misses("Z07:00", met);
        const int hours = digit(1) * 10 + digit(2);
        const int minutes = digit(4) * 10 + digit(5);
        if (hours > 24)
            return outOfRange("time zone offset hour");
        if (minutes > 60)
            return outOfRange("time zone offset minute");
        if (met[0] != '+' && met[0] != '-')
            return misses("Z07:00", met);
        m_offset = (hours * 60 + minutes) * 60 * (met[0] == '-' ? -1 : 1);
        m_rest.remove_prefix(6);
        return true;
    }

    std::string_view m_text;
    std::string_view m_rest;
    bool m_micro;
    std::int64_t m_fraction = 0; // in microseconds
    std::int64_t m_offset = 0; // in seconds, east of Greenwich
    std::string m_error;
};

} // namespace

std::string Time::text() const
{
    return wholeSeconds(sinceEpoch()) + 'Z';
}

std::string Time::microText() const
{
    const std::int64_t micros = sinceEpoch().count();
    std::string out = wholeSeconds(sinceEpoch()) + '.';
    appendPadded(out, micros - floorDivide(micros, microsPerSecond) * microsPerSecond, 6);
    return out += 'Z';
}

std::optional<Time> Time::parse(std::string_view text)
{
    return Reader(text, false).read();
}

std::optional<Time> Time::parseMicro(std::string_view text)
{
    return Reader(text, true).read();
}

std::string Time::parseError(std::string_view text)
{
    Reader reader(text, false);
    reader.read();
    return reader.error();
}

std::string Time::microParseError(std::string_view text)
{
    Reader reader(text, true);
    reader.read();
    return reader.error();
}

} // namespace kubarium::api
