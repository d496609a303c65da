// A number written in decimal, as a double. std::from_chars says "out of range" both for what is too large and for
// what is too small; to Go these are an error and a zero.
#pragma once

#include <string_view>

namespace kubarium::api {

struct Decimal {
    double value = 0;
    bool tooLarge = false; // the value is then the largest there is, with the sign
};

// `text` is [-+]? digits with at most one point, then an exponent or none.
Decimal parseDecimal(std::string_view text) noexcept;

} // namespace kubarium::api
