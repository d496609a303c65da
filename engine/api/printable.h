// What Go's strconv calls printable: letters, marks, numbers, punctuation, symbols and the ASCII space. All else is
// escaped in quoted text.
#pragma once

namespace kubarium::api {

bool isPrintable(char32_t point) noexcept;

} // namespace kubarium::api
