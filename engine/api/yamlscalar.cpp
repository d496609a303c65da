#include "yamlscalar.h"

#include "base64.h"
#include "decimal.h"
#include "goformat.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace kubarium::api {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

template <std::size_t N> bool isOneOf(std::string_view text, const std::array<std::string_view, N>& words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

YamlScalar null()
{
    YamlScalar scalar;
    scalar.type = YamlType::Null;
    return scalar;
}

YamlScalar boolean(bool value)
{
    YamlScalar scalar;
    scalar.type = YamlType::Bool;
    scalar.boolean = value;
    return scalar;
}

YamlScalar real(double value)
{
    YamlScalar scalar;
    scalar.type = YamlType::Float;
    scalar.real = value;
    scalar.number = std::isfinite(value) ? goJsonNumber(value) : goNumber(value);
    return scalar;
}

// [-+]? ( .digits | digits [ . [digits] ] ) ( [eE] [-+]? digits )?
bool looksLikeFloat(std::string_view text)
{
    std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    const auto digits = [&] {
        const std::size_t begin = at;
        while (at < text.size() && isDigit(text[at]))
            ++at;
        return at - begin;
    };
    const std::size_t whole = digits();
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (digits() == 0 && whole == 0)
            return false;
    } else if (whole == 0) {
        return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '-' || text[at] == '+'))
            ++at;
        if (digits() == 0)
            return false;
    }
    return at == text.size();
}

struct Magnitude {
    std::uint64_t value = 0;
    bool ok = false;
    bool tooLarge = false;
};

Magnitude parseDigits(std::string_view digits, int base)
{
    Magnitude result;
    const std::from_chars_result parsed =
        std::from_chars(digits.data(), digits.data() + digits.size(), result.value, base);
    const bool allRead = !digits.empty() && parsed.ptr == digits.data() + digits.size();
    result.tooLarge = allRead && parsed.ec == std::errc::result_out_of_range;
    result.ok = allRead && parsed.ec == std::errc();
    return result;
}

std::optional<YamlScalar> integer(bool negative, std::uint64_t magnitude)
{
    constexpr std::uint64_t mostNegative = 1ULL << 63U;
    if (negative && magnitude > mostNegative)
        return {};
    YamlScalar scalar;
    scalar.type = !negative && magnitude >= mostNegative ? YamlType::Unsigned : YamlType::Int;
    scalar.number = (negative && magnitude > 0 ? "-" : "") + std::to_string(magnitude);
    return scalar;
}

// Go's integer literals: 0x1F, 0b11, 0o17 and 017 are what they say. A sign keeps a number from being Unsigned.
std::optional<YamlScalar> goInteger(std::string_view text)
{
    const bool isSigned = text.starts_with('-') || text.starts_with('+');
    const bool negative = text.starts_with('-');
    std::string_view digits = text.substr(isSigned ? 1 : 0);
    int base = 10;
    if (digits.size() > 1 && digits[0] == '0') {
        const char letter = static_cast<char>(digits[1] | 0x20);
        base = letter == 'x' ? 16 : letter == 'b' ? 2 : 8;
        digits.remove_prefix(letter == 'x' || letter == 'b' || letter == 'o' ? 2 : 1);
    }
    const Magnitude magnitude = parseDigits(digits, base);
    if (!magnitude.ok)
        return {};
    std::optional<YamlScalar> scalar = integer(negative, magnitude.value);
    if (scalar && scalar->type == YamlType::Unsigned && isSigned)
        return {};
    return scalar;
}

// Words that are no strings, by their first letter.
std::optional<YamlScalar> kubectlWord(std::string_view text)
{
    static constexpr std::array<std::string_view, 11> yes{
        "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"};
    static constexpr std::array<std::string_view, 11> no{
        "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"};
    static constexpr std::array<std::string_view, 5> nothing{"", "~", "null", "Null", "NULL"};
    static constexpr std::array<std::string_view, 6> infinite{".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"};
    static constexpr std::array<std::string_view, 3> minusInfinite{"-.inf", "-.Inf", "-.INF"};
    static constexpr std::array<std::string_view, 3> notNumber{".nan", ".NaN", ".NAN"};
    if (text.size() > 5)
        return {};
    if (isOneOf(text, yes))
        return boolean(true);
    if (isOneOf(text, no))
        return boolean(false);
    if (isOneOf(text, nothing))
        return null();
    if (isOneOf(text, infinite))
        return real(std::numeric_limits<double>::infinity());
    if (isOneOf(text, minusInfinite))
        return real(-std::numeric_limits<double>::infinity());
    if (isOneOf(text, notNumber))
        return real(std::numeric_limits<double>::quiet_NaN());
    return {};
}

std::optional<YamlScalar> kubectlNumber(std::string_view text)
{
    std::string plain(text);
    if (text[0] == '.') {
        // Here Go's own reading of floats decides: an underscore stands between two digits.
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '_' && !(i > 0 && i + 1 < text.size() && isDigit(text[i - 1]) && isDigit(text[i + 1])))
                return {};
        }
    }
    std::erase(plain, '_');
    if (text[0] != '.') {
        if (std::optional<YamlScalar> whole = goInteger(plain))
            return whole;
    }
    if (looksLikeFloat(plain)) {
        // Too large for a float: go-yaml leaves it a string.
        if (const Decimal value = parseDecimal(plain); !value.tooLarge)
            return real(value.value);
    }
    // 0b-11, which Go's literals do not know, but go-yaml does.
    if (plain.starts_with("0b-") || plain.starts_with("0b+")) {
        if (const Magnitude magnitude = parseDigits(std::string_view(plain).substr(3), 2); magnitude.ok)
            return integer(plain[2] == '-', magnitude.value);
    }
    return {};
}

// 2001-12-14, 2001-12-14T21:59:43.10Z and what lies between, as go-yaml takes them.
bool isTimestamp(std::string_view text)
{
    std::size_t at = 0;
    const auto number = [&](std::size_t most, int& value) {
        const std::size_t begin = at;
        value = 0;
        while (at < text.size() && at - begin < most && isDigit(text[at]))
            value = value * 10 + (text[at++] - '0');
        return at - begin;
    };
    const auto literal = [&](char c) { return at < text.size() && text[at] == c && ++at > 0; };
    int year = 0;
    int month = 0;
    int day = 0;
    if (number(4, year) != 4 || !literal('-') || number(2, month) == 0 || !literal('-') || number(2, day) == 0)
        return false;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1
        || day > lengths[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0))
        return false;
    if (at == text.size())
        return true;
    const bool zoned = literal('T') || literal('t');
    if (!zoned && !literal(' '))
        return false;
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (number(2, hour) == 0 || !literal(':') || number(2, minute) == 0 || !literal(':') || number(2, second) == 0
        || hour > 23 || minute > 59 || second > 59)
        return false;
    int fraction = 0;
    if ((literal('.') || literal(',')) && number(9, fraction) == 0)
        return false;
    if (!zoned || literal('Z'))
        return at == text.size();
    return (literal('+') || literal('-')) && number(2, hour) == 2 && literal(':') && number(2, minute) == 2
        && hour <= 24 && minute < 60 && at == text.size();
}

std::string_view typeName(YamlType type)
{
    switch (type) {
    case YamlType::Null:
        return "null";
    case YamlType::Bool:
        return "bool";
    case YamlType::Int:
    case YamlType::Unsigned:
        return "int";
    case YamlType::Float:
        return "float";
    case YamlType::String:
        break;
    }
    return "str";
}

YamlScalar resolveUntagged(std::string_view text)
{
    if (text.empty())
        return null();
    constexpr std::string_view wordLetters = "yYnNtTfFoO~.+-";
    if (wordLetters.find(text[0]) != std::string_view::npos) {
        if (std::optional<YamlScalar> word = kubectlWord(text))
            return *std::move(word);
    }
    constexpr std::string_view numberLetters = "0123456789.+-";
    if (numberLetters.find(text[0]) != std::string_view::npos) {
        if (std::optional<YamlScalar> number = kubectlNumber(text))
            return *std::move(number);
    }
    return {};
}

} // namespace

bool YamlScalar::isFinite() const
{
    return type != YamlType::Float || std::isfinite(real);
}

YamlMeaning resolveForKubectl(std::string_view tag, bool isPlain, std::string_view text)
{
    if (tag.empty() && isPlain)
        return {resolveUntagged(text), false, {}};
    if (!tag.starts_with(standardYamlTag))
        return {};
    const std::string_view wanted = tag.substr(standardYamlTag.size());
    if (wanted == "binary") {
        Base64 decoded = decodeBase64(text);
        if (decoded.corruptAt)
            return {{}, false, "!!binary value contains invalid base64 data"};
        YamlMeaning meaning;
        meaning.isBytes = true;
        meaning.scalar.bytes = std::move(decoded.bytes);
        return meaning;
    }
    constexpr std::array<std::string_view, 5> converted{"bool", "int", "float", "null", "timestamp"};
    if (!isOneOf(wanted, converted))
        return {}; // !!str, and tags that mean nothing to go-yaml
    if (wanted == "timestamp" && isTimestamp(text))
        return {};
    YamlScalar scalar = resolveUntagged(text);
    if (typeName(scalar.type) == wanted)
        return {std::move(scalar), false, {}};
    if (wanted == "float" && scalar.type == YamlType::Int)
        return {real(static_cast<double>(std::strtoll(scalar.number.c_str(), nullptr, 10))), false, {}};
    return {{}, false,
        "cannot decode !!" + std::string(typeName(scalar.type)) + " `" + std::string(text) + "` as a !!"
            + std::string(wanted)};
}

YamlScalar resolveCore(bool isPlain, std::string_view text)
{
    static constexpr std::array<std::string_view, 5> nothing{"", "~", "null", "Null", "NULL"};
    static constexpr std::array<std::string_view, 3> yes{"true", "True", "TRUE"};
    static constexpr std::array<std::string_view, 3> no{"false", "False", "FALSE"};
    if (!isPlain)
        return {};
    if (isOneOf(text, nothing))
        return null();
    if (isOneOf(text, yes))
        return boolean(true);
    if (isOneOf(text, no))
        return boolean(false);
    if (text.starts_with("0o") || text.starts_with("0x")) {
        // Without a sign, and without limit by the schema: what 64 bits cannot hold is a double.
        const int base = text[1] == 'x' ? 16 : 8;
        const std::string_view digits = text.substr(2);
        if (const Magnitude magnitude = parseDigits(digits, base); magnitude.ok)
            return *integer(false, magnitude.value);
        else if (magnitude.tooLarge) {
            double sum = 0;
            for (const char c : digits)
                sum = sum * base + (isDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
            return real(sum);
        }
        return {};
    }
    if (looksLikeFloat(text)) {
        const bool negative = text[0] == '-';
        const std::string_view digits = text.substr(negative || text[0] == '+' ? 1 : 0);
        if (digits.find_first_not_of("0123456789") == std::string_view::npos) { // 0644 is six hundred and forty-four
            YamlScalar scalar;
            scalar.type = YamlType::Int;
            const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
            scalar.number = (negative && digits[first] != '0' ? "-" : "") + std::string(digits.substr(first));
            return scalar;
        }
        return real(parseDecimal(text).value);
    }
    if (text.size() == 4 || text.size() == 5) {
        const std::string_view unsignedText = text.substr(text[0] == '-' || text[0] == '+' ? 1 : 0);
        if (unsignedText == ".inf" || unsignedText == ".Inf" || unsignedText == ".INF")
            return real(
                text[0] == '-' ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity());
        if (text == ".nan" || text == ".NaN" || text == ".NAN")
            return real(std::numeric_limits<double>::quiet_NaN());
    }
    return {};
}

} // namespace kubarium::api
