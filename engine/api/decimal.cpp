#include "decimal.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

namespace kubarium::api {

namespace {

// Where the first digit other than zero stands, counted from the point.
bool isAboveOne(std::string_view number)
{
    const std::size_t mantissaEnd = std::min(number.find_first_of("eE"), number.size());
    const std::string_view mantissa = number.substr(0, mantissaEnd);
    const auto point = static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));
    const auto first = static_cast<std::int64_t>(mantissa.find_first_of("123456789"));
    if (mantissaEnd == number.size())
        return first < point;
    std::string_view digits = number.substr(mantissaEnd + 1);
    const bool negative = digits.starts_with('-');
    if (negative || digits.starts_with('+'))
        digits.remove_prefix(1);
    std::int64_t exponent = 0;
    constexpr std::int64_t beyondEveryText = 1'000'000'000'000;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), exponent).ec != std::errc()
        || exponent > beyondEveryText)
        return !negative;
    return point - first + (negative ? -exponent : exponent) > 0;
}

} // namespace

Decimal parseDecimal(std::string_view text) noexcept
{
    if (text.starts_with('+'))
        text.remove_prefix(1);
    Decimal result;
    if (std::from_chars(text.data(), text.data() + text.size(), result.value).ec != std::errc::result_out_of_range)
        return result;
    result.tooLarge = isAboveOne(text);
    result.value = result.tooLarge ? std::numeric_limits<double>::max() : 0.0;
    if (text.starts_with('-'))
        result.value = -result.value;
    return result;
}

} // namespace kubarium::api
