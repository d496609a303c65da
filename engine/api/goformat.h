// Text as Go's standard library writes and reads it: the API server's sentences and its JSON are made of such pieces.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kubarium::api {

std::string goQuoted(std::string_view text); // fmt's %q: "a\n\x00\u00ad가"
std::string goTimeQuoted(
    std::string_view text); // as package time quotes in its errors: every byte beyond ASCII is \xNN

std::string goNumber(double number); // fmt's %v: 0.1, 100000, 1e+06
std::string goJsonNumber(double number); // encoding/json: 0.1, 1000000, 1e+21, 1e-7; the number is finite

// As strconv.ParseInt reads a decimal number: a sign may stand in front, and 64 bits must hold it.
std::optional<std::int64_t> goInteger(std::string_view text) noexcept;

} // namespace kubarium::api
