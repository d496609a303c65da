// UTF-8 as Go judges it: shortest forms only, no surrogates, nothing beyond U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace kubarium::api {

// Bytes of the character that begins at `at`; 0 if no valid one does.
std::size_t utf8Length(std::string_view text, std::size_t at) noexcept;
bool isUtf8(std::string_view text) noexcept;

} // namespace kubarium::api
