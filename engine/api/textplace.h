// Places in a text as people count them: lines end in \n, columns are characters, both begin at 1.
#pragma once

#include "tree.h"

#include <algorithm>

namespace kubarium::api {

inline bool isTrailingByte(char byte) noexcept
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
} // of a character

inline Mark markOf(std::string_view text, std::size_t position, std::size_t firstLine = 1)
{
    const std::string_view before = text.substr(0, position);
    const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const std::string_view line = before.substr(before.rfind('\n') + 1);
    const auto column = line.size() - static_cast<std::size_t>(std::count_if(line.begin(), line.end(), isTrailingByte));
    return {static_cast<std::uint32_t>(firstLine + lines), static_cast<std::uint32_t>(column + 1)};
}

inline std::size_t positionOf(std::string_view text, const Mark& mark, std::size_t firstLine = 1)
{
    std::size_t position = 0;
    for (std::size_t line = firstLine; line < mark.line && position < text.size(); ++line)
        position = std::min(text.find('\n', position), text.size() - 1) + 1;
    for (std::uint32_t column = 1; column < mark.column && position < text.size(); ++column) {
        do
            ++position;
        while (position < text.size() && isTrailingByte(text[position]));
    }
    return position;
}

} // namespace kubarium::api
