#include "pem.h"

#include "base64.h"

#include <algorithm>

namespace kubarium::api {

namespace {

constexpr std::string_view begin = "-----BEGIN ";
constexpr std::string_view newlineAndEnd = "\n-----END ";
constexpr std::string_view dashes = "-----";

bool isBlank(char c) noexcept
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// The line without blanks at its end; `text` then begins behind it.
std::string_view takeLine(std::string_view& text)
{
    const std::size_t newline = text.find('\n');
    std::string_view line = text.substr(0, newline);
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    while (!line.empty() && isBlank(line.back()))
        line.remove_suffix(1);
    return line;
}

// A block begins at the beginning of a line.
bool findBegin(std::string_view& text)
{
    std::size_t at = 0;
    if (!text.starts_with(begin)) {
        at = text.find("\n" + std::string(begin));
        if (at == std::string_view::npos)
            return false;
        ++at;
    }
    text.remove_prefix(at + begin.size());
    return true;
}

struct Body {
    std::string_view base64;
    std::string_view behind;
};

// Up to the line that ends the block: its type must be the same, and nothing may follow on that line.
std::optional<Body> bodyOf(std::string_view text, std::string_view type, bool hasHeaders)
{
    Body body;
    std::string_view trailer;
    if (!hasHeaders && text.starts_with(newlineAndEnd.substr(1))) {
        trailer = text.substr(newlineAndEnd.size() - 1); // an empty block
    } else {
        const std::size_t end = text.find(newlineAndEnd);
        if (end == std::string_view::npos)
            return {};
        body.base64 = text.substr(0, end);
        trailer = text.substr(end + newlineAndEnd.size());
    }
    if (!trailer.starts_with(type) || !trailer.substr(type.size()).starts_with(dashes))
        return {};
    trailer.remove_prefix(type.size() + dashes.size());
    if (!takeLine(trailer).empty())
        return {};
    body.behind = trailer;
    return body;
}

} // namespace

std::optional<PemBlock> nextPemBlock(std::string_view& text)
{
    std::string_view rest = text;
    while (findBegin(rest)) {
        std::string_view type = takeLine(rest);
        if (!type.ends_with(dashes))
            continue;
        type.remove_suffix(dashes.size());

        PemBlock block{std::string(type), false, {}};
        while (true) {
            if (rest.empty())
                return {};
            std::string_view behind = rest;
            if (takeLine(behind).find(':') == std::string_view::npos)
                break;
            block.hasHeaders = true;
            rest = behind;
        }
        const std::optional<Body> body = bodyOf(rest, type, block.hasHeaders);
        if (!body)
            continue;
        std::string base64(body->base64);
        base64.erase(
            std::remove_if(base64.begin(), base64.end(), [](char c) { return c == ' ' || c == '\t'; }), base64.end());
        Base64 decoded = decodeBase64(base64);
        if (decoded.corruptAt)
            continue;
        block.bytes = std::move(decoded.bytes);
        text = body->behind;
        return block;
    }
    return {};
}

} // namespace kubarium::api
