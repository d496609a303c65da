#include "imagename.h"

#include <algorithm>
#include <array>

namespace kubarium::api {

namespace {

constexpr std::size_t longestRepository = 255;
constexpr std::size_t longestTag = 128;

bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f');
}

bool isLetterOrDigit(char c)
{
    return isLower(c) || isUpper(c) || isDigit(c);
}

template <class Test> bool all(std::string_view text, Test test)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), test);
}

// Splits at each `separator`; every part has to pass.
template <class Test> bool allParts(std::string_view text, char separator, Test test)
{
    while (true) {
        const std::size_t end = text.find(separator);
        if (!test(text.substr(0, end)))
            return false;
        if (end == std::string_view::npos)
            return true;
        text.remove_prefix(end + 1);
    }
}

bool isDomainLabel(std::string_view text)
{
    return all(text, [](char c) { return isLetterOrDigit(c) || c == '-'; }) && text.front() != '-'
        && text.back() != '-';
}

bool isRegistry(std::string_view text)
{
    std::size_t hostEnd = text.find(':');
    if (text.starts_with('[')) { // an IPv6 address
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos
            || !all(text.substr(1, close - 1), [](char c) { return isHex(c) || (c >= 'A' && c <= 'F') || c == ':'; }))
            return false;
        hostEnd = close + 1;
        if (hostEnd < text.size() && text[hostEnd] != ':')
            return false;
    } else if (!allParts(text.substr(0, hostEnd), '.', isDomainLabel)) {
        return false;
    }
    return hostEnd >= text.size() || all(text.substr(hostEnd + 1), isDigit);
}

// Words of small letters and digits, joined by a dot, one or two underscores, or dashes.
bool isPathPart(std::string_view text)
{
    const auto isWord = [](char c) { return isLower(c) || isDigit(c); };
    if (text.empty() || !isWord(text.front()) || !isWord(text.back()))
        return false;
    for (std::size_t i = 0; i < text.size();) {
        if (isWord(text[i])) {
            ++i;
            continue;
        }
        const char joint = text[i];
        std::size_t end = i;
        while (end < text.size() && text[end] == joint)
            ++end;
        const std::size_t most = joint == '-' ? text.size() : joint == '_' ? 2 : joint == '.' ? 1 : 0;
        if (end - i > most || !isWord(text[end]))
            return false;
        i = end;
    }
    return true;
}

bool isTag(std::string_view text)
{
    const auto isWord = [](char c) { return isLetterOrDigit(c) || c == '_'; };
    return !text.empty() && text.size() <= longestTag && isWord(text.front())
        && std::all_of(text.begin(), text.end(), [&](char c) { return isWord(c) || c == '.' || c == '-'; });
}

bool isDigest(std::string_view text)
{
    struct Algorithm {
        std::string_view prefix;
        std::size_t digits;
    };

    static constexpr std::array<Algorithm, 3> algorithms{{{"sha256:", 64}, {"sha384:", 96}, {"sha512:", 128}}};
    return std::any_of(algorithms.begin(), algorithms.end(), [&](const Algorithm& algorithm) {
        return text.starts_with(algorithm.prefix) && text.size() == algorithm.prefix.size() + algorithm.digits
            && all(text.substr(algorithm.prefix.size()), isHex);
    });
}

// What stands before the first slash is a registry only if it looks like a host: "a/b" is a repository of Docker Hub.
bool looksLikeRegistry(std::string_view text)
{
    return text.find_first_of(".:") != std::string_view::npos || text == "localhost"
        || std::any_of(text.begin(), text.end(), isUpper);
}

} // namespace

std::optional<ImageName> parseImageName(std::string_view text)
{
    if (text.size() == 64 && all(text, isHex)) // an image's ID, which looks like a name
        return {};

    std::string_view registry = "docker.io";
    std::string_view rest = text;
    if (const std::size_t slash = text.find('/');
        slash != std::string_view::npos && looksLikeRegistry(text.substr(0, slash))) {
        registry = text.substr(0, slash);
        rest = text.substr(slash + 1);
    }
    if (registry == "index.docker.io")
        registry = "docker.io";

    ImageName name;
    if (const std::size_t at = rest.find('@'); at != std::string_view::npos) {
        name.digest = rest.substr(at + 1);
        if (!isDigest(name.digest))
            return {};
        rest = rest.substr(0, at);
    }
    if (const std::size_t colon = rest.find(':'); colon != std::string_view::npos) {
        name.tag = rest.substr(colon + 1);
        if (!isTag(name.tag))
            return {};
        rest = rest.substr(0, colon);
    }
    if (!isRegistry(registry) || !allParts(rest, '/', isPathPart))
        return {};

    const bool official = registry == "docker.io" && rest.find('/') == std::string_view::npos;
    name.repository = std::string(registry) + (official ? "/library/" : "/") + std::string(rest);
    if (name.repository.size() > longestRepository)
        return {};
    if (name.tag.empty() && name.digest.empty())
        name.tag = "latest";
    return name;
}

} // namespace kubarium::api
