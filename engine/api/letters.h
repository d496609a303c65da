// Letters and digits of every script, as Go's package unicode has them.
#pragma once

namespace kubarium::api {

bool isLetter(char32_t point) noexcept; // the general categories L
bool isDecimalDigit(char32_t point) noexcept; // the general category Nd

} // namespace kubarium::api
