#include "gourl.h"

#include "goformat.h"

#include <algorithm>

namespace kubarium::api {

namespace {

bool isLetter(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isDigit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

bool isOneOf(char c, std::string_view characters) noexcept
{
    return characters.find(c) != std::string_view::npos;
}

std::optional<unsigned> hexDigit(char c) noexcept
{
    if (isDigit(c))
        return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f')
        return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F')
        return static_cast<unsigned>(c - 'A' + 10);
    return {};
}

enum class Part : std::uint8_t { Path, User, Host, Fragment };

// %XX becomes its byte. A host may spell only bytes beyond ASCII like that, and holds few signs.
Parsed<std::string> unescaped(std::string_view text, Part part)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '%') {
            const auto high = i + 2 < text.size() ? hexDigit(text[i + 1]) : std::nullopt;
            const auto low = i + 2 < text.size() ? hexDigit(text[i + 2]) : std::nullopt;
            const std::string_view escape = text.substr(i, 3);
            if (!high || !low || (part == Part::Host && *high < 8 && escape != "%25"))
                return Refusal{"invalid URL escape " + goQuoted(escape)};
            out += static_cast<char>(*high << 4U | *low);
            i += 2;
            continue;
        }
        const bool ascii = static_cast<unsigned char>(c) < 0x80;
        if (part == Part::Host && ascii && !isLetter(c) && !isDigit(c) && !isOneOf(c, "!$&'()*+,;=:[]<>\"-_.~"))
            return Refusal{"invalid character " + goQuoted(std::string_view(&c, 1)) + " in host name"};
        out += c;
    }
    return out;
}

std::string escapedUser(std::string_view text)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (isLetter(c) || isDigit(c) || isOneOf(c, "-_.~$&+,;=")) {
            out += c;
            continue;
        }
        out += '%';
        out += digits[static_cast<unsigned char>(c) >> 4U];
        out += digits[static_cast<unsigned char>(c) & 15U];
    }
    return out;
}

// The scheme is taken from `rest`; there may be none. What begins like no scheme is none either.
Parsed<std::string> takeScheme(std::string_view& rest)
{
    for (std::size_t i = 0; i < rest.size(); ++i) {
        const char c = rest[i];
        if (isLetter(c) || (i > 0 && (isDigit(c) || isOneOf(c, "+-."))))
            continue;
        if (c != ':')
            break;
        if (i == 0)
            return Refusal{"missing protocol scheme"};
        std::string scheme(rest.substr(0, i));
        for (char& letter : scheme) {
            if (letter >= 'A' && letter <= 'Z')
                letter = static_cast<char>(letter - 'A' + 'a');
        }
        rest.remove_prefix(i + 1);
        return scheme;
    }
    return std::string();
}

bool isPort(std::string_view port) // with its colon, or nothing
{
    return port.empty() || (port.front() == ':' && std::all_of(port.begin() + 1, port.end(), isDigit));
}

Parsed<std::string> parsedHost(std::string_view host)
{
    std::string_view port;
    if (host.starts_with('[')) {
        const std::size_t close = host.rfind(']');
        if (close == std::string_view::npos)
            return Refusal{"missing ']' in host"};
        port = host.substr(close + 1);
    } else if (const std::size_t colon = host.rfind(':'); colon != std::string_view::npos) {
        port = host.substr(colon);
    }
    if (!isPort(port))
        return Refusal{"invalid port " + goQuoted(port) + " after host"};
    return unescaped(host, Part::Host);
}

Parsed<std::string> parsedUser(std::string_view text)
{
    const auto allowed = [](char c) { return isLetter(c) || isDigit(c) || isOneOf(c, "-._:~!$&'()*+,;=%@"); };
    if (!std::all_of(text.begin(), text.end(), allowed))
        return Refusal{"net/url: invalid userinfo"};
    const std::size_t colon = text.find(':');
    const Parsed<std::string> name = unescaped(text.substr(0, colon), Part::User);
    if (!name)
        return name;
    if (colon == std::string_view::npos)
        return escapedUser(*name);
    const Parsed<std::string> password = unescaped(text.substr(colon + 1), Part::User);
    if (!password)
        return password;
    return escapedUser(*name) + ":" + escapedUser(*password);
}

// All but the fragment.
Parsed<GoUrl> parsed(std::string_view text, bool ofRequest)
{
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; };
    if (std::any_of(text.begin(), text.end(), isControl))
        return Refusal{"net/url: invalid control character in URL"};
    GoUrl url;
    if (text.empty()) {
        if (ofRequest)
            return Refusal{"empty url"};
        return url;
    }
    std::string_view rest = text;
    Parsed<std::string> scheme = takeScheme(rest);
    if (!scheme)
        return Refusal{scheme.error()};
    url.scheme = *std::move(scheme);
    if (const std::size_t question = rest.find('?'); question != std::string_view::npos) {
        url.query = rest.substr(question + 1);
        rest = rest.substr(0, question);
    }
    if (!rest.starts_with('/')) {
        if (!url.scheme.empty())
            return url; // mailto:somebody: nothing of it is a host or a path
        if (ofRequest)
            return Refusal{"invalid URI for request"};
        if (rest.substr(0, rest.find('/')).find(':') != std::string_view::npos)
            return Refusal{"first path segment in URL cannot contain colon"};
    }
    if (rest.starts_with("//") && (!url.scheme.empty() || (!ofRequest && !rest.starts_with("///")))) {
        rest.remove_prefix(2);
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        std::string_view authority = rest.substr(0, slash);
        rest.remove_prefix(slash);
        std::optional<std::string_view> user;
        if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
            user = authority.substr(0, at);
            authority.remove_prefix(at + 1);
        }
        Parsed<std::string> host = parsedHost(authority);
        if (!host)
            return Refusal{host.error()};
        url.host = *std::move(host);
        if (user) {
            Parsed<std::string> name = parsedUser(*user);
            if (!name)
                return Refusal{name.error()};
            url.user = *std::move(name);
        }
    }
    Parsed<std::string> path = unescaped(rest, Part::Path);
    if (!path)
        return Refusal{path.error()};
    url.path = *std::move(path);
    return url;
}

Refusal refused(std::string_view text, const std::string& sentence)
{
    return {"parse " + goQuoted(text) + ": " + sentence};
}

} // namespace

Parsed<GoUrl> parseUrl(std::string_view text)
{
    const std::size_t hash = std::min(text.find('#'), text.size());
    Parsed<GoUrl> url = parsed(text.substr(0, hash), false);
    if (!url)
        return refused(text.substr(0, hash), url.error());
    if (hash < text.size()) {
        Parsed<std::string> fragment = unescaped(text.substr(hash + 1), Part::Fragment);
        if (!fragment)
            return refused(text, fragment.error());
        url->fragment = *std::move(fragment);
    }
    return url;
}

Parsed<GoUrl> parseRequestUri(std::string_view text)
{
    Parsed<GoUrl> url = parsed(text, true);
    return url ? std::move(url) : refused(text, url.error());
}

} // namespace kubarium::api
