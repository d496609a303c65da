#include "goformat.h"

#include "printable.h"
#include "utf8.h"

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

namespace kubarium::api {

namespace {

constexpr std::string_view hexDigits = "0123456789abcdef";

void appendHexByte(std::string& out, unsigned char byte)
{
    out += "\\x";
    out += hexDigits[byte >> 4U];
    out += hexDigits[byte & 15U];
}

void appendCodePoint(std::string& out, char32_t point)
{
    const int digits = point < 0x10000 ? 4 : 8;
    out += digits == 4 ? "\\u" : "\\U";
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        out += hexDigits[(point >> static_cast<unsigned>(shift)) & 15U];
}

// The character whose `length` bytes are known to be valid UTF-8.
char32_t codePoint(std::string_view bytes) noexcept
{
    const auto first = static_cast<unsigned char>(bytes[0]);
    if (bytes.size() == 1)
        return first;
    char32_t point = first & (0x7FU >> bytes.size());
    for (const char byte : bytes.substr(1))
        point = (point << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
    return point;
}

char escapeLetter(char c) noexcept
{
    switch (c) {
    case '\a':
        return 'a';
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    case '\v':
        return 'v';
    case '"':
    case '\\':
        return c;
    default:
        return 0;
    }
}

// A number as its shortest exact digits d.ddd × 10^exponent.
struct Digits {
    std::array<char, 20> digits{};
    int count = 0;
    int exponent = 0;
    bool negative = false;
};

Digits shortest(double number)
{
    std::array<char, 32> buffer;
    const char* at = buffer.data();
    const char* const end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::scientific).ptr;
    Digits result;
    if (*at == '-') {
        result.negative = true;
        ++at;
    }
    for (; *at != 'e'; ++at) {
        if (*at != '.')
            result.digits[static_cast<std::size_t>(result.count++)] = *at;
    }
    ++at;
    if (*at == '+')
        ++at;
    std::from_chars(at, end, result.exponent);
    return result;
}

// std::to_chars in its fixed form prints every digit of the binary value; Go pads the shortest digits with zeroes.
std::string plain(const Digits& number)
{
    std::string text = number.negative ? "-" : "";
    const auto count = static_cast<std::size_t>(number.count);
    if (number.exponent < 0) {
        text += "0.";
        text.append(static_cast<std::size_t>(-number.exponent - 1), '0');
        text.append(number.digits.data(), count);
        return text;
    }
    const auto whole = static_cast<std::size_t>(number.exponent) + 1;
    if (count <= whole) {
        text.append(number.digits.data(), count);
        text.append(whole - count, '0');
        return text;
    }
    text.append(number.digits.data(), whole);
    text += '.';
    text.append(number.digits.data() + whole, count - whole);
    return text;
}

std::string scientific(const Digits& number, int leastExponentDigits)
{
    std::string text = number.negative ? "-" : "";
    text += number.digits[0];
    if (number.count > 1) {
        text += '.';
        text.append(number.digits.data() + 1, static_cast<std::size_t>(number.count - 1));
    }
    text += number.exponent < 0 ? "e-" : "e+";
    const std::string exponent = std::to_string(std::abs(number.exponent));
    if (static_cast<int>(exponent.size()) < leastExponentDigits)
        text += '0';
    return text + exponent;
}

} // namespace

std::string goQuoted(std::string_view text)
{
    std::string out = "\"";
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8Length(text, i);
        if (length == 0) {
            appendHexByte(out, static_cast<unsigned char>(text[i]));
            ++i;
            continue;
        }
        const std::string_view character = text.substr(i, length);
        const char32_t point = codePoint(character);
        i += length;
        if (const char letter = length == 1 ? escapeLetter(character[0]) : '\0') {
            out += '\\';
            out += letter;
        } else if (isPrintable(point)) {
            out += character;
        } else if (point < 0x80) {
            appendHexByte(out, static_cast<unsigned char>(point));
        } else {
            appendCodePoint(out, point);
        }
    }
    return out += '"';
}

std::string goTimeQuoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte >= 0x80) {
            appendHexByte(out, byte);
            continue;
        }
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out += '"';
}

std::string goNumber(double number)
{
    if (std::isnan(number))
        return "NaN";
    if (std::isinf(number))
        return number < 0 ? "-Inf" : "+Inf";
    const Digits digits = shortest(number);
    return digits.exponent < -4 || digits.exponent >= 6 ? scientific(digits, 2) : plain(digits);
}

std::string goJsonNumber(double number)
{
    assert(std::isfinite(number));
    const Digits digits = shortest(number);
    // Go takes the zero out of e-09, but not out of e+09, which never occurs: its e begins at 21.
    return number != 0 && (digits.exponent < -6 || digits.exponent >= 21) ? scientific(digits, 1) : plain(digits);
}

std::optional<std::int64_t> goInteger(std::string_view text) noexcept
{
    if (text.starts_with('+')) { // which from_chars does not know
        text.remove_prefix(1);
        if (text.starts_with('-'))
            return std::nullopt;
    }
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

} // namespace kubarium::api
