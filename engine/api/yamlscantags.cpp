#include "yamlcharacters.h"
#include "yamlscanner.h"

namespace kubarium::api {

namespace {

using Kind = YamlToken::Kind;

} // namespace

bool YamlScanner::directive()
{
    unindentTo(-1);
    if (!forgetKey())
        return false;
    m_keyAllowed = false;
    const YamlPlace start = m_here;
    advance();
    const std::size_t begin = m_here.position;
    while (isWord(at()))
        advance();
    const std::string_view name = since(begin);
    if (name.empty())
        return fail("could not find expected directive name");
    if (!atBlankBreakOrEnd())
        return fail("found unexpected non-alphabetical character");
    if (name != "YAML" && name != "TAG")
        return fail("found unknown directive name");
    if (name == "YAML" ? !versionDirective(start) : !tagDirective(start))
        return false;
    skipBlanks();
    if (at() == '#')
        skipRestOfLine();
    if (!atBreak() && !atEnd())
        return fail("did not find expected comment or line break");
    if (atBreak())
        advanceLine();
    return true;
}

bool YamlScanner::versionDirective(const YamlPlace& start)
{
    skipBlanks();
    const std::size_t begin = m_here.position;
    for (const bool major : {true, false}) {
        std::size_t digits = 0;
        for (; isDigit(at()); advance()) {
            if (++digits > 2)
                return fail("found extremely long version number");
        }
        if (digits == 0)
            return fail("did not find expected version number");
        if (major && at() != '.')
            return fail("did not find expected digit or '.' character");
        if (major)
            advance();
    }
    append(Kind::VersionDirective, start, since(begin));
    return true;
}

bool YamlScanner::tagDirective(const YamlPlace& start)
{
    skipBlanks();
    std::string_view handle;
    if (!tagHandle(true, handle))
        return false;
    if (!atBlank())
        return fail("did not find expected whitespace");
    skipBlanks();
    std::string_view prefix;
    if (!tagUri(prefix, {}))
        return false;
    if (!atBlankBreakOrEnd())
        return fail("did not find expected whitespace or line break");
    append(Kind::TagDirective, start, handle, prefix);
    return true;
}

bool YamlScanner::anchor(Kind kind)
{
    if (!rememberKey())
        return false;
    m_keyAllowed = false;
    const YamlPlace start = m_here;
    advance();
    const std::size_t begin = m_here.position;
    while (isWord(at()))
        advance();
    const std::string_view name = since(begin);
    constexpr std::string_view mayFollow = "?:,]}%@`";
    if (name.empty() || !(atBlankBreakOrEnd() || mayFollow.find(at()) != std::string_view::npos))
        return fail("did not find expected alphabetic or numeric character");
    append(kind, start, name);
    return true;
}

bool YamlScanner::tag()
{
    if (!rememberKey())
        return false;
    m_keyAllowed = false;
    const YamlPlace start = m_here;
    std::string_view handle;
    std::string_view suffix;
    if (at(1) == '<') {
        advance(2);
        if (!tagUri(suffix, {}))
            return false;
        if (at() != '>')
            return fail("did not find the expected '>'");
        advance();
    } else {
        if (!tagHandle(false, handle))
            return false;
        // !word without a second ! is no handle, but the beginning of a local tag; a single ! is a tag of its own.
        const bool isHandle = handle.size() > 1 && handle.ends_with('!');
        if (!tagUri(suffix, isHandle ? std::string_view() : handle))
            return false;
        if (!isHandle)
            handle = "!";
    }
    if (!atBlankBreakOrEnd())
        return fail("did not find expected whitespace or line break");
    append(Kind::Tag, start, handle, suffix);
    return true;
}

bool YamlScanner::tagHandle(bool inDirective, std::string_view& handle)
{
    const std::size_t begin = m_here.position;
    if (at() != '!')
        return fail("did not find expected '!'");
    advance();
    while (isWord(at()))
        advance();
    if (at() == '!')
        advance();
    else if (inDirective && m_here.position - begin > 1)
        return fail("did not find expected '!'");
    handle = since(begin);
    return true;
}

// `head` is what was taken for a handle and stands just before.
bool YamlScanner::tagUri(std::string_view& uri, std::string_view head)
{
    constexpr std::string_view marks = ";/?:@&=+$,.!~*'()[]%";
    std::string text(head.substr(head.empty() ? 0 : 1)); // without its !
    bool any = !head.empty();
    while (isWord(at()) || (!atEnd() && marks.find(at()) != std::string_view::npos)) {
        any = true;
        if (at() != '%') {
            text += at();
            advance();
            continue;
        }
        // The bytes of one character, each as %XX.
        std::size_t length = 0;
        for (std::size_t i = 0; i == 0 || i < length; ++i) {
            if (at() != '%' || hexValue(at(1)) < 0 || hexValue(at(2)) < 0)
                return fail("did not find URI escaped octet");
            const int octet = hexValue(at(1)) * 16 + hexValue(at(2));
            if (i == 0) {
                length = octet < 0x80 ? 1
                    : octet < 0xC0    ? 0
                    : octet < 0xE0    ? 2
                    : octet < 0xF0    ? 3
                    : octet < 0xF8    ? 4
                                      : 0;
                if (length == 0)
                    return fail("found an incorrect leading UTF-8 octet");
            } else if ((octet & 0xC0) != 0x80) {
                return fail("found an incorrect trailing UTF-8 octet");
            }
            text += static_cast<char>(octet);
            advance(3);
        }
    }
    uri = m_arena.copy(text);
    return any || fail("did not find expected tag URI");
}

} // namespace kubarium::api
