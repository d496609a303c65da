// Bytes into UTF-8: what files bring along, and what Go does with bytes that are none.
#pragma once

#include <string>
#include <string_view>

namespace kubarium::api {

inline constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

void appendUtf8(std::string& out, char32_t point);

// In both of these `storage` is used only when something had to change.

// A file as kubectl opens it: a byte order mark decides between UTF-8 and UTF-16 and goes; a character that is broken
// becomes one U+FFFD.
std::string_view decodedText(std::string_view bytes, std::string& storage);
// As Go's encoding/json reads and writes strings: each byte that belongs to no character becomes one U+FFFD.
std::string_view repairedUtf8(std::string_view bytes, std::string& storage);

} // namespace kubarium::api
