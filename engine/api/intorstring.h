// A number or a string: ports by number or name, 25% or 3.
#pragma once

#include "text.h"

#include <optional>

namespace kubarium::api {

class IntOrString {
public:
    constexpr IntOrString() noexcept = default; // the number 0

    IntOrString(std::int32_t number) noexcept : m_number(number) { }

    IntOrString(Text text) noexcept : m_text(std::move(text)) { }

    IntOrString(std::string_view text) : m_text(text) { }

    IntOrString(const char* text) : m_text(text) { }

    bool isString() const noexcept { return m_text.has_value(); }

    std::int32_t number() const noexcept { return m_number; } // 0 if it is a string

    const Text& text() const noexcept { return m_text; }

    std::string str() const { return isString() ? m_text.str() : std::to_string(m_number); }

    // "25%" as 25; nothing if this is not a whole percentage. Cut to 32 bits: "9999999999%" is beyond every limit anyway.
    std::optional<std::int32_t> percent() const noexcept;
    // The number, or the percentage of `total`, rounded up or down; nothing if it is neither.
    std::optional<std::int32_t> scaled(std::int32_t total, bool roundUp) const noexcept;

    friend bool operator==(const IntOrString&, const IntOrString&) = default;

private:
    Text m_text; // absent: it is the number
    std::int32_t m_number = 0;
};

} // namespace kubarium::api
