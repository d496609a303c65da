#include "cel.h"

#include <algorithm>

namespace kubarium::api {

namespace {

constexpr std::string_view whiteSpace = " \t\n\v\f\r";

bool isLetter(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

} // namespace

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(whiteSpace);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(whiteSpace) - first + 1);
}

bool isBlank(std::string_view text)
{
    return trimmed(text).empty();
}

bool hasLineBreak(std::string_view text)
{
    return text.find_first_of("\n\r") != std::string_view::npos;
}

bool isCelIdentifier(std::string_view name)
{
    static constexpr std::string_view words[] = {"true", "false", "null", "in", "as", "break", "const", "continue",
        "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void",
        "while"};
    const auto mayFollow = [](char c) { return isLetter(c) || (c >= '0' && c <= '9'); };
    return !name.empty() && isLetter(name.front()) && std::all_of(name.begin(), name.end(), mayFollow)
        && std::find(std::begin(words), std::end(words), name) == std::end(words);
}

} // namespace kubarium::api
