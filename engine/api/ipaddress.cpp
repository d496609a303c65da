#include "ipaddress.h"

#include "goformat.h"

#include <algorithm>
#include <charconv>

namespace kubarium::api {

namespace {

constexpr std::array<std::uint8_t, 12> v4Prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

// What was read, and whether a strict reader would have taken it.
struct Reading {
    IpAddress address;
    bool v4Notation = false;
    bool strict = true;
};

int hexDigit(char c) noexcept
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

// A number in front of `text` that is at most `limit`; it may begin with zeros, as many as there are.
struct Number {
    unsigned value = 0;
    std::size_t digits = 0;
};

std::optional<Number> takeNumber(std::string_view& text, unsigned base, unsigned limit) noexcept
{
    Number number;
    for (; number.digits < text.size(); ++number.digits) {
        const int digit = hexDigit(text[number.digits]);
        if (digit < 0 || digit >= static_cast<int>(base))
            break;
        number.value = number.value * base + static_cast<unsigned>(digit);
        if (number.value > limit)
            return std::nullopt;
    }
    if (number.digits == 0)
        return std::nullopt;
    text.remove_prefix(number.digits);
    return number;
}

bool hasLeadingZero(const std::string_view text) noexcept
{
    return text.size() > 1 && text.front() == '0';
}

bool readV4(std::string_view text, std::uint8_t* out, bool& strict) noexcept
{
    for (int i = 0; i < 4; ++i) {
        if (i > 0) {
            if (!text.starts_with('.'))
                return false;
            text.remove_prefix(1);
        }
        const std::string_view written = text;
        const std::optional<Number> octet = takeNumber(text, 10, 0xFF);
        if (!octet)
            return false;
        strict = strict && !hasLeadingZero(written.substr(0, octet->digits));
        out[i] = static_cast<std::uint8_t>(octet->value);
    }
    return text.empty();
}

bool readV6(std::string_view text, Reading& reading) noexcept
{
    auto& bytes = reading.address.bytes;
    std::size_t filled = 0;
    std::optional<std::size_t> gap; // where :: stands
    if (text.starts_with("::")) {
        gap = 0;
        text.remove_prefix(2);
    }
    while (filled < bytes.size() && !text.empty()) {
        const std::string_view written = text;
        const std::optional<Number> group = takeNumber(text, 16, 0xFFFF);
        if (!group)
            return false;
        if (text.starts_with('.')) { // the last four bytes as IPv4
            if (filled > 12 || (!gap && filled != 12) || !readV4(written, bytes.data() + filled, reading.strict))
                return false;
            filled += 4;
            text = {};
            break;
        }
        reading.strict = reading.strict && group->digits <= 4;
        bytes[filled++] = static_cast<std::uint8_t>(group->value >> 8U);
        bytes[filled++] = static_cast<std::uint8_t>(group->value);
        if (text.empty())
            break;
        if (!text.starts_with(':') || text.size() == 1)
            return false;
        text.remove_prefix(1);
        if (text.starts_with(':')) {
            if (gap)
                return false;
            gap = filled;
            text.remove_prefix(1);
        }
    }
    if (!text.empty())
        return false;
    if (filled == bytes.size())
        return !gap; // a gap stands for at least one group
    if (!gap)
        return false;
    const auto behind = bytes.begin() + static_cast<std::ptrdiff_t>(*gap);
    std::rotate(behind, bytes.begin() + static_cast<std::ptrdiff_t>(filled), bytes.end());
    return true;
}

std::optional<Reading> readAddress(std::string_view text) noexcept
{
    Reading reading;
    const std::size_t sign = text.find_first_of(".:");
    if (sign == text.npos)
        return std::nullopt;
    reading.v4Notation = text[sign] == '.';
    if (reading.v4Notation) {
        std::copy(v4Prefix.begin(), v4Prefix.end(), reading.address.bytes.begin());
        if (!readV4(text, reading.address.bytes.data() + v4Prefix.size(), reading.strict))
            return std::nullopt;
    } else if (!readV6(text, reading)) {
        return std::nullopt;
    }
    return reading;
}

struct CidrReading {
    Cidr cidr;
    bool strict = true;
};

std::optional<CidrReading> readCidr(std::string_view text) noexcept
{
    const std::size_t slash = text.find('/');
    if (slash == text.npos)
        return std::nullopt;
    const std::optional<Reading> address = readAddress(text.substr(0, slash));
    std::string_view rest = text.substr(slash + 1);
    const bool plainPrefix = !hasLeadingZero(rest);
    const std::optional<Number> prefix = takeNumber(rest, 10, address && address->v4Notation ? 32 : 128);
    if (!address || !prefix || !rest.empty())
        return std::nullopt;
    return CidrReading{
        {address->address, static_cast<int>(prefix->value), address->v4Notation}, address->strict && plainPrefix};
}

std::string v6Text(const IpAddress& address)
{
    std::array<unsigned, 8> groups{};
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i] = static_cast<unsigned>(address.bytes[2 * i]) << 8U | address.bytes[2 * i + 1];

    // The longest run of zeros, the first of equals, and at least two of them, becomes ::
    std::size_t gap = groups.size();
    std::size_t length = 1;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        std::size_t end = i;
        while (end < groups.size() && groups[end] == 0)
            ++end;
        if (end - i > length) {
            gap = i;
            length = end - i;
        }
    }
    std::string out;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (i == gap) {
            out += "::";
            i += length - 1;
            continue;
        }
        if (!out.empty() && out.back() != ':')
            out += ':';
        std::array<char, 4> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), groups[i], 16);
        out.append(digits.data(), end.ptr);
    }
    return out;
}

} // namespace

bool IpAddress::isV4() const noexcept
{
    return std::equal(v4Prefix.begin(), v4Prefix.end(), bytes.begin());
}

std::string IpAddress::text() const
{
    if (!isV4())
        return v6Text(*this);
    std::string out;
    for (std::size_t i = v4Prefix.size(); i < bytes.size(); ++i) {
        if (!out.empty())
            out += '.';
        out += std::to_string(bytes[i]);
    }
    return out;
}

IpAddress IpAddress::masked(int prefix) const noexcept
{
    IpAddress result = *this;
    for (int i = 0; i < 16; ++i) {
        const int kept = std::clamp(prefix - 8 * i, 0, 8);
        result.bytes[static_cast<std::size_t>(i)] &= static_cast<std::uint8_t>(0xFF00U >> static_cast<unsigned>(kept));
    }
    return result;
}

std::optional<IpAddress> IpAddress::parse(std::string_view text) noexcept
{
    const std::optional<Reading> reading = readAddress(text);
    return reading ? std::optional(reading->address) : std::nullopt;
}

IpAddress Cidr::network() const noexcept
{
    return address.masked(v4Notation ? prefix + 96 : prefix);
}

bool Cidr::contains(const IpAddress& other) const noexcept
{
    const IpAddress base = network();
    return base.isV4() == other.isV4() && other.masked(v4Notation ? prefix + 96 : prefix) == base;
}

std::string Cidr::text() const
{
    const IpAddress base = network();
    const int bits = !v4Notation && base.isV4() ? prefix - 96 : prefix;
    return base.text() + '/' + std::to_string(bits);
}

std::optional<Cidr> Cidr::parse(std::string_view text) noexcept
{
    const std::optional<CidrReading> reading = readCidr(text);
    return reading ? std::optional(reading->cidr) : std::nullopt;
}

std::vector<std::string> ipWarnings(std::string_view field, std::string_view text)
{
    const std::optional<Reading> reading = readAddress(text);
    if (!reading)
        return {};
    const std::string canonical = reading->address.text();
    const std::string where = std::string(field) + ": ";
    if (!reading->strict || (!reading->v4Notation && reading->address.isV4())) {
        return {where + "non-standard IP address " + goQuoted(text)
            + " will be considered invalid in a future Kubernetes release: use " + goQuoted(canonical)};
    }
    if (!reading->v4Notation && canonical != text) {
        return {where + "IPv6 address " + goQuoted(text) + " should be in RFC 5952 canonical format ("
            + goQuoted(canonical) + ")"};
    }
    return {};
}

std::vector<std::string> cidrWarnings(std::string_view field, std::string_view text)
{
    const std::optional<CidrReading> reading = readCidr(text);
    if (!reading)
        return {};
    const Cidr& cidr = reading->cidr;
    const std::string where = std::string(field) + ": ";
    std::vector<std::string> warnings;
    if (cidr.address != cidr.network()) {
        const std::string single = cidr.address.text() + (cidr.v4Notation ? "/32" : "/128");
        warnings.push_back(where + "CIDR value " + goQuoted(text) + " is ambiguous in this context (should be "
            + goQuoted(cidr.text()) + " or " + goQuoted(single) + "?)");
    }
    if (!reading->strict || (!cidr.v4Notation && cidr.address.isV4())) {
        warnings.push_back(where + "non-standard CIDR value " + goQuoted(text)
            + " will be considered invalid in a future Kubernetes release: use " + goQuoted(cidr.text()));
    }
    if (warnings.empty() && !cidr.v4Notation && cidr.text() != text) {
        warnings.push_back(where + "IPv6 CIDR value " + goQuoted(text) + " should be in RFC 5952 canonical format ("
            + goQuoted(cidr.text()) + ")");
    }
    return warnings;
}

} // namespace kubarium::api
