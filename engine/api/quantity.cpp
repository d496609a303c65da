#include "quantity.h"

#include "goformat.h"

#include <algorithm>
#include <array>
#include <limits>

namespace kubarium::api {

__extension__ typedef unsigned __int128 Uint128;

namespace {

constexpr std::string_view wrongForm =
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
constexpr std::string_view wrongSuffix = "unable to parse quantity's suffix";
constexpr std::string_view wrongNumber = "unable to parse numeric part of quantity";

constexpr std::uint64_t nanoPerUnit = 1'000'000'000;
constexpr std::uint64_t nanoPerMilli = 1'000'000;
constexpr std::uint64_t mostBinaryUnits = std::numeric_limits<std::int64_t>::max();
// The largest whole number of units whose nano-units fit in 127 bits.
constexpr Uint128 mostNano = (~Uint128{0} >> 1U) / nanoPerUnit * nanoPerUnit;

// Suffixes in steps of a thousand, from 10^-9, and in steps of 1024, from none.
constexpr std::array<std::string_view, 10> decimalSuffixes{"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
constexpr std::array<std::string_view, 7> binarySuffixes{"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

constexpr auto powersOfTen = [] {
    std::array<std::uint64_t, 20> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i)
        powers[i] = powers[i - 1] * 10;
    return powers;
}();

bool isDigit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

std::string_view takeDigits(std::string_view& text) noexcept
{
    std::size_t count = 0;
    while (count < text.size() && isDigit(text[count]))
        ++count;
    const std::string_view digits = text.substr(0, count);
    text.remove_prefix(count);
    return digits;
}

std::uint64_t numberOf(std::string_view digits, std::uint64_t start = 0) noexcept // 19 digits at most, `start` included
{
    for (const char c : digits)
        start = start * 10 + static_cast<std::uint64_t>(c - '0');
    return start;
}

// The mantissa and the exponent of ten, a multiple of three and as large as it can be.
struct Decimal {
    Uint128 mantissa;
    int exponent;
};

Decimal canonicalDecimal(Uint128 nano) noexcept
{
    int exponent = -9;
    while (nano >> 64U != 0 && nano % 1000 == 0) {
        nano /= 1000;
        exponent += 3;
    }
    if (nano >> 64U != 0)
        return {nano, exponent};
    auto mantissa = static_cast<std::uint64_t>(nano); // dividing 64 bits is many times faster
    while (mantissa % 1000 == 0) {
        mantissa /= 1000;
        exponent += 3;
    }
    return {mantissa, exponent};
}

struct Binary {
    Uint128 mantissa;
    std::size_t step; // of 1024
};

Binary canonicalBinary(Uint128 units) noexcept
{
    std::size_t step = 0;
    while (units % 1024 == 0 && step + 1 < binarySuffixes.size()) {
        units >>= 10U;
        ++step;
    }
    return {units, step};
}

void appendNumber(std::string& out, Uint128 number)
{
    std::array<char, 40> digits;
    char* at = digits.data() + digits.size();
    do {
        auto low = static_cast<std::uint64_t>(number % powersOfTen[18]);
        number /= powersOfTen[18];
        char* const stop = number == 0 ? at : at - 18;
        do {
            *--at = static_cast<char>('0' + low % 10);
            low /= 10;
        } while (low != 0 || at > stop);
    } while (number != 0);
    out.append(at, digits.data() + digits.size());
}

std::string number(Uint128 number)
{
    std::string text;
    appendNumber(text, number);
    return text;
}

// Rounded away from zero, and the nearest number of 64 bits if it is beyond them.
std::int64_t countOf(Int128 nano, std::uint64_t each) noexcept
{
    const Uint128 size = nano < 0 ? -static_cast<Uint128>(nano) : static_cast<Uint128>(nano);
    const Uint128 count = size / each + (size % each != 0 ? 1 : 0);
    if (count > mostBinaryUnits)
        return nano < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
    const auto result = static_cast<std::int64_t>(count);
    return nano < 0 ? -result : result;
}

} // namespace

// A text taken apart.
struct Quantity::Reading {
    bool plus = false;
    bool negative = false;
    bool point = false;
    std::size_t zeros = 0; // in front
    std::string_view whole; // digits after them and before the point
    std::string_view decimals; // digits behind it
    std::string_view suffix;

    Format format = Format::DecimalSI;
    std::int32_t exponent = 0; // of ten, or of two with BinarySI
    std::uint8_t exponentFlags = 0; // of an exponent: Spelling::Flag
    std::size_t exponentZeros = 0;
    bool exponentCut = false; // it did not fit in 32 bits

    bool split(std::string_view text) noexcept;
    bool interpretSuffix() noexcept;
    bool interpretExponent() noexcept;
    bool isQuick() const noexcept;
    bool endsInThousands() const noexcept;
    Uint128 decimalNano() const noexcept;
    Uint128 binaryNano() const noexcept;
};

// The server splits by hand, not by the expression in its error sentence: it lets pass a number without any digit
// ("-", ".", "m" are zero) and a point at the end.
bool Quantity::Reading::split(std::string_view text) noexcept
{
    if (text.empty())
        return false;
    if (text.front() == '-' || text.front() == '+') {
        negative = text.front() == '-';
        plus = !negative;
        text.remove_prefix(1);
    }
    zeros = std::min(text.find_first_not_of('0'), text.size());
    text.remove_prefix(zeros);
    whole = takeDigits(text);
    if (!text.empty() && text.front() == '.') {
        point = true;
        text.remove_prefix(1);
        decimals = takeDigits(text);
    }
    suffix = text;
    text.remove_prefix(std::min(text.find_first_not_of("eEinumkKMGTP"), text.size()));
    if (!text.empty() && (text.front() == '-' || text.front() == '+'))
        text.remove_prefix(1);
    takeDigits(text);
    return text.empty();
}

bool Quantity::Reading::interpretSuffix() noexcept
{
    if (suffix.size() <= 1) {
        const auto* const found = std::find(decimalSuffixes.begin(), decimalSuffixes.end(), suffix);
        exponent = static_cast<std::int32_t>(found - decimalSuffixes.begin()) * 3 - 9;
        return found != decimalSuffixes.end();
    }
    const auto* const found = std::find(binarySuffixes.begin(), binarySuffixes.end(), suffix);
    if (found != binarySuffixes.end()) {
        format = Format::BinarySI;
        exponent = static_cast<std::int32_t>(found - binarySuffixes.begin()) * 10;
        return true;
    }
    return interpretExponent();
}

bool Quantity::Reading::interpretExponent() noexcept
{
    if (suffix.front() != 'e' && suffix.front() != 'E')
        return false;
    format = Format::DecimalExponent;
    if (suffix.front() == 'E')
        exponentFlags |= Spelling::UpperE;
    std::string_view digits = suffix.substr(1);
    const std::optional<std::int64_t> number = goInteger(digits);
    if (!number)
        return false;
    if (digits.front() == '+' || digits.front() == '-') {
        exponentFlags |= digits.front() == '+' ? Spelling::ExponentPlus : Spelling::ExponentMinus;
        digits.remove_prefix(1);
    }
    exponentZeros = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    exponent = static_cast<std::int32_t>(*number); // the server cuts it, too
    exponentCut = exponent != *number;
    return true;
}

// Whether the server computes with 64 bits: only then does it keep a text.
bool Quantity::Reading::isQuick() const noexcept
{
    const auto wholeDigits = static_cast<std::int64_t>(std::max<std::size_t>(whole.size(), 1));
    const auto decimalDigits = static_cast<std::int64_t>(decimals.size());
    if (format == Format::BinarySI)
        return decimalDigits == 0 && wholeDigits + exponent * 3 / 10 + 1 <= 15;
    return wholeDigits + decimalDigits <= 18 && exponent - decimalDigits >= -9;
}

bool Quantity::Reading::endsInThousands() const noexcept
{
    const std::size_t behind = std::min<std::size_t>(decimals.size(), 3);
    const std::size_t before = 3 - behind;
    return whole.size() >= before && decimals.substr(decimals.size() - behind).find_first_not_of('0') == decimals.npos
        && whole.substr(whole.size() - before).find_first_not_of('0') == whole.npos;
}

Uint128 Quantity::Reading::decimalNano() const noexcept
{
    const std::int64_t shift = std::int64_t{exponent} + 9 - static_cast<std::int64_t>(decimals.size());
    if (whole.size() + decimals.size() <= 18 && shift >= 0 && shift < static_cast<std::int64_t>(powersOfTen.size()))
        return Uint128{numberOf(decimals, numberOf(whole))} * powersOfTen[static_cast<std::size_t>(shift)];

    // Digit by digit up to the billionths; what comes behind them only rounds.
    Uint128 nano = 0;
    std::int64_t left = static_cast<std::int64_t>(whole.size()) + exponent + 9;
    bool rest = false;
    for (const std::string_view digits : {whole, decimals}) {
        for (const char c : digits) {
            if (left > 0)
                nano = nano * 10 + static_cast<unsigned>(c - '0');
            else
                rest = rest || c != '0';
            --left;
            if (nano > mostNano / 10 && left > 0)
                return mostNano;
        }
    }
    for (; left > 0 && nano != 0; --left) {
        if (nano > mostNano / 10)
            return mostNano;
        nano *= 10;
    }
    return std::min(nano + (rest ? 1 : 0), mostNano);
}

Uint128 Quantity::Reading::binaryNano() const noexcept
{
    constexpr Uint128 most = Uint128{mostBinaryUnits} * nanoPerUnit;
    const auto shift = static_cast<unsigned>(exponent);
    if (whole.size() > 19)
        return most;
    const Uint128 units = Uint128{numberOf(whole)} << shift;
    if (units >= mostBinaryUnits)
        return most;

    // The fraction is d1d2…dn × unit / 10^n. Worked from its last digit, each step divides by ten and needs but
    // two words; a remainder anywhere means that the result is rounded up.
    const Uint128 unit = Uint128{nanoPerUnit} << shift;
    Uint128 fraction = 0;
    bool rest = false;
    for (std::size_t i = decimals.size(); i-- > 0;) {
        fraction += unit * static_cast<unsigned>(decimals[i] - '0');
        rest = rest || fraction % 10 != 0;
        fraction /= 10;
    }
    return std::min(units * nanoPerUnit + fraction + (rest ? 1 : 0), most);
}

Quantity Quantity::ofNano(Int128 nano, Format format) noexcept
{
    Quantity result;
    result.m_low = static_cast<std::uint64_t>(nano);
    result.m_high = static_cast<std::int64_t>(nano >> 64U);
    result.m_format = format;
    return result;
}

Quantity Quantity::ofUnits(std::int64_t units, Format format)
{
    return ofNano(static_cast<Int128>(units) * static_cast<Int128>(nanoPerUnit), format);
}

Quantity Quantity::ofMilli(std::int64_t milli, Format format)
{
    return ofNano(static_cast<Int128>(milli) * static_cast<Int128>(nanoPerMilli), format);
}

// Empty if `text` is a quantity, else the sentence of refusal.
std::string_view Quantity::read(std::string_view text, Quantity& result) noexcept
{
    Reading reading;
    if (!reading.split(text))
        return wrongForm;
    if (!reading.interpretSuffix())
        return wrongSuffix;
    const bool quick = reading.isQuick();
    if (!quick && reading.zeros == 0 && reading.whole.empty() && reading.decimals.empty())
        return wrongNumber;

    const bool binary = reading.format == Format::BinarySI;
    const Uint128 size = binary ? reading.binaryNano() : reading.decimalNano();
    if (binary && size > 0 && size < nanoPerUnit)
        reading.format = Format::DecimalSI; // less than one: a binary suffix could not say it
    const auto nano = static_cast<Int128>(size);
    result = ofNano(reading.negative ? -nano : nano, reading.format);
    if (quick && size > 0 && size < mostNano)
        result.keepSpelling(reading, binary);
    return {};
}

// The server looks at the digits only, and leaves a text alone whose digits seem canonical.
void Quantity::keepSpelling(const Reading& reading, bool binary) noexcept
{
    const bool looksCanonical = binary ? numberOf(reading.whole) % 8 != 0
                                       : (reading.exponent - static_cast<int>(reading.decimals.size())) % 3 == 0
            && !reading.whole.empty() && !reading.endsInThousands();
    constexpr std::size_t most = std::numeric_limits<std::uint8_t>::max();
    if (!looksCanonical || reading.exponentCut || reading.zeros > most || reading.exponentZeros > most)
        return;
    auto flags = reading.exponentFlags;
    if (reading.plus)
        flags |= Spelling::Plus;
    if (reading.point)
        flags |= Spelling::Point;
    m_spelling.leadingZeros = static_cast<std::uint8_t>(reading.zeros);
    m_spelling.decimals = static_cast<std::uint8_t>(reading.decimals.size());
    m_spelling.exponentZeros = static_cast<std::uint8_t>(reading.exponentZeros);
    m_spelling.flags = static_cast<std::uint8_t>(flags | Spelling::Kept);
}

std::optional<Quantity> Quantity::parse(std::string_view text)
{
    Quantity result;
    if (!read(text, result).empty())
        return std::nullopt;
    return result;
}

std::string_view Quantity::parseError(std::string_view text)
{
    Quantity ignored;
    return read(text, ignored);
}

std::string Quantity::text() const
{
    if (isZero())
        return "0";
    std::string out = m_high < 0 ? "-" : m_spelling.flags & Spelling::Plus ? "+" : "";
    const Uint128 size = m_high < 0 ? -static_cast<Uint128>(nano()) : static_cast<Uint128>(nano());
    out.append(m_spelling.leadingZeros, '0');

    // Below 1024, and where digits would be lost, even a binary quantity is written with decimal suffixes.
    if (m_format == Format::BinarySI && size >= Uint128{1024} * nanoPerUnit && size % nanoPerUnit == 0) {
        const auto [mantissa, step] = canonicalBinary(size / nanoPerUnit);
        appendNumber(out, mantissa);
        if (m_spelling.flags & Spelling::Point)
            out += '.';
        return out += binarySuffixes[step];
    }

    auto [mantissa, exponent] = canonicalDecimal(size);
    if (m_format != Format::DecimalExponent) {
        // No suffix is greater than E: the number grows instead.
        for (; exponent > 18; exponent -= 3)
            mantissa *= 1000;
    }
    if (m_spelling.flags & Spelling::Point) {
        const std::string digits = number(mantissa);
        const std::size_t whole = digits.size() - m_spelling.decimals;
        out.append(digits, 0, whole).append(1, '.').append(digits, whole);
    } else {
        appendNumber(out, mantissa);
    }
    exponent += m_spelling.decimals;
    if (m_format != Format::DecimalExponent)
        return out += decimalSuffixes[static_cast<std::size_t>(exponent / 3 + 3)];
    if (exponent == 0 && !(m_spelling.flags & Spelling::Kept))
        return out;
    out += m_spelling.flags & Spelling::UpperE ? 'E' : 'e';
    if (exponent < 0 || m_spelling.flags & Spelling::ExponentMinus)
        out += '-';
    else if (m_spelling.flags & Spelling::ExponentPlus)
        out += '+';
    out.append(m_spelling.exponentZeros, '0');
    appendNumber(out, static_cast<Uint128>(exponent < 0 ? -exponent : exponent));
    return out;
}

std::int64_t Quantity::units() const noexcept
{
    return countOf(nano(), nanoPerUnit);
}

std::int64_t Quantity::milli() const noexcept
{
    return countOf(nano(), nanoPerMilli);
}

Quantity Quantity::operator+(const Quantity& other) const
{
    constexpr auto most = static_cast<Int128>(mostNano);
    Int128 sum = 0;
    if (__builtin_add_overflow(nano(), other.nano(), &sum))
        sum = m_high < 0 ? -most : most;
    return ofNano(std::clamp(sum, -most, most), isZero() ? other.m_format : m_format);
}

Quantity Quantity::operator-(const Quantity& other) const
{
    return *this + -other;
}

Quantity Quantity::operator-() const
{
    return ofNano(-nano(), m_format);
}

Quantity Quantity::roundedUpToMilli() const
{
    constexpr auto step = static_cast<Int128>(nanoPerMilli);
    const Int128 over = nano() % step;
    if (over == 0)
        return *this;
    return ofNano(nano() - over + (over < 0 ? -step : step), m_format);
}

} // namespace kubarium::api
