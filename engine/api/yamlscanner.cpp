#include "yamlscanner.h"

#include "unicode.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kubarium::api {

namespace {

using Kind = YamlToken::Kind;

bool isWord(char c) // of names of anchors, handles and directives
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::size_t characterLength(char first)
{
    const auto byte = static_cast<unsigned char>(first);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// Control characters other than tab and line breaks, and U+FFFE and U+FFFF. NEL (C2 85) is a line break. The text is
// known to be valid UTF-8.
bool isForbidden(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    if (byte(0) < 0x20)
        return byte(0) != '\t' && byte(0) != '\n' && byte(0) != '\r';
    if (byte(0) == 0xC2)
        return byte(1) < 0xA0 && byte(1) != 0x85;
    if (byte(0) == 0xEF)
        return byte(1) == 0xBF && byte(2) >= 0xBE;
    return byte(0) == 0x7F;
}

// go-yaml reads 512 bytes at a time and judges all their characters before it scans any. So a forbidden character
// hides the errors of the bytes that were read together with it: this is where they begin.
std::size_t readTogetherWith(std::size_t forbidden, std::string_view text)
{
    std::size_t begin = 0;
    std::size_t end = 512;
    while (end <= forbidden && end < text.size()) {
        // A character cut in two waits for the next read.
        std::size_t whole = end;
        while ((static_cast<unsigned char>(text[whole]) & 0xC0U) == 0x80)
            --whole;
        begin = whole;
        end = whole + 512;
    }
    return begin;
}

} // namespace

std::string YamlProblem::withLine() const
{
    if (stage == Stage::Reader || stage == Stage::Limit || blamed.line == 0)
        return sentence;
    return "line " + std::to_string(blamed.line + (stage == Stage::Scanner ? 1 : 0)) + ": " + sentence;
}

std::size_t firstForbidden(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        // Most bytes are seen once, here: one comparison decides about printable ASCII.
        const auto byte = static_cast<unsigned char>(text[i]);
        if (static_cast<unsigned char>(byte - 0x20) < 0x5F)
            continue;
        if (isForbidden(text, i))
            return i;
    }
    return text.size();
}

YamlScanner::YamlScanner(std::string_view text, Arena& arena)
    : m_arena(arena),
      m_text(text),
      m_forbidden(nowhere),
      m_keys(1)
{
    const std::size_t forbidden = firstForbidden(text);
    if (forbidden == text.size())
        return;
    m_forbidden = forbidden;
    m_text = text.substr(0, readTogetherWith(forbidden, text));
    m_problem.place.position = forbidden;
    m_problem.place.line =
        static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(forbidden), '\n'));
    for (std::size_t i = forbidden; i > 0 && text[i - 1] != '\n'; --i)
        m_problem.place.column += (static_cast<unsigned char>(text[i - 1]) & 0xC0U) != 0x80;
}

const YamlToken* YamlScanner::peek()
{
    if (m_failed || !(m_ready || fetchMore()))
        return nullptr;
    return &m_queue[m_head];
}

void YamlScanner::take()
{
    ++m_head;
    ++m_taken;
    m_ready = false;
    if (m_head == m_queue.size()) {
        m_queue.clear();
        m_head = 0;
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Characters

// LS and PS are line breaks too.
std::size_t YamlScanner::breakLength(std::size_t ahead) const
{
    const char first = at(ahead);
    if (first == '\n')
        return 1;
    if (first != '\xE2' || at(ahead + 1) != '\x80')
        return 0;
    return at(ahead + 2) == '\xA8' || at(ahead + 2) == '\xA9' ? 3 : 0;
}

bool YamlScanner::atDocumentIndicator() const
{
    if (m_here.column != 0)
        return false;
    const std::string_view three = m_text.substr(m_here.position, 3);
    return (three == "---" || three == "...") && atBlankBreakOrEnd(3);
}

void YamlScanner::advance(std::size_t characters)
{
    for (; characters > 0; --characters) {
        m_here.position += characterLength(at());
        ++m_here.index;
        ++m_here.column;
    }
}

void YamlScanner::advanceLine()
{
    m_here.position += breakLength();
    ++m_here.index;
    ++m_here.line;
    m_here.column = 0;
}

void YamlScanner::takeBreak(std::string& text)
{
    text += m_text.substr(m_here.position, breakLength());
    advanceLine();
}

void YamlScanner::skipRestOfLine()
{
    while (!atEnd() && !atBreak())
        advance();
}

void YamlScanner::skipBlanks()
{
    while (atBlank())
        advance();
}

bool YamlScanner::fail(std::string sentence)
{
    return fail(std::move(sentence), m_here);
}

bool YamlScanner::fail(std::string sentence, const YamlPlace& place)
{
    m_failed = true;
    // Scanning looks up to four characters ahead: whoever comes that near to the unread text has read it.
    if (m_forbidden != nowhere && atEnd(4)) {
        m_problem.stage = YamlProblem::Stage::Reader;
        m_problem.sentence = "control characters are not allowed";
        return false;
    }
    m_problem = {YamlProblem::Stage::Scanner, std::move(sentence), m_here, place};
    return false;
}

// ---------------------------------------------------------------------------------------------------------------------
// Tokens

bool YamlScanner::fetchMore()
{
    while (m_head == m_queue.size() || headMayBecomeKey()) {
        if (!fetch())
            return false;
        if (m_forbidden != nowhere && atEnd(4))
            return fail({}); // the reader's sentence
    }
    m_ready = !m_failed;
    return m_ready;
}

bool YamlScanner::fetch()
{
    skipToToken();
    unindentTo(static_cast<std::ptrdiff_t>(m_here.column));
    if (atEnd())
        return streamEnd();
    const char c = at();
    if (m_here.column == 0 && c == '%')
        return directive();
    if (atDocumentIndicator())
        return documentIndicator(c == '-' ? Kind::DocumentStart : Kind::DocumentEnd);
    const bool inFlow = flowLevel() > 0;
    switch (c) {
    case '[':
        return flowStart(Kind::FlowSequenceStart);
    case '{':
        return flowStart(Kind::FlowMappingStart);
    case ']':
        return flowEnd(Kind::FlowSequenceEnd);
    case '}':
        return flowEnd(Kind::FlowMappingEnd);
    case ',':
        return flowEntry();
    case '-':
        if (atBlankBreakOrEnd(1))
            return blockEntry();
        break;
    case '?':
        if (inFlow || atBlankBreakOrEnd(1))
            return key();
        break;
    case ':':
        if (inFlow || atBlankBreakOrEnd(1))
            return value();
        break;
    case '*':
        return anchor(Kind::Alias);
    case '&':
        return anchor(Kind::Anchor);
    case '!':
        return tag();
    case '|':
    case '>':
        if (!inFlow)
            return blockScalar();
        break;
    case '\'':
    case '"':
        return quotedScalar(c);
    default:
        break;
    }
    if (canStartPlain())
        return plainScalar();
    return fail("found character that cannot start any token");
}

void YamlScanner::skipToToken()
{
    while (true) {
        // A tab is no indentation: where a key may begin it stays, and stops the scanner.
        while (at() == ' ' || (at() == '\t' && (flowLevel() > 0 || !m_keyAllowed)))
            advance();
        if (at() == '#')
            skipRestOfLine();
        if (!atBreak())
            return;
        advanceLine();
        if (flowLevel() == 0)
            m_keyAllowed = true;
    }
}

void YamlScanner::append(Kind kind, const YamlPlace& place, std::string_view text, std::string_view suffix)
{
    m_queue.push_back({kind, place, text, suffix});
}

void YamlScanner::appendScalar(const YamlPlace& place, bool isPlain, std::string_view piece)
{
    const bool isStored = !m_scalar.empty();
    if (isStored) {
        m_scalar += piece;
        piece = m_arena.copy(m_scalar);
    }
    m_queue.push_back({Kind::Scalar, place, piece, {}, isPlain, isStored});
}

void YamlScanner::insert(std::size_t token, Kind kind, const YamlPlace& place)
{
    if (token == atTheEnd || token < m_taken) // too late for its place, see flowEnd
        return append(kind, place);
    m_queue.insert(m_queue.begin() + static_cast<std::ptrdiff_t>(m_head + token - m_taken), {kind, place, {}, {}});
}

bool YamlScanner::indicator(Kind kind, std::size_t length)
{
    append(kind, m_here);
    advance(length);
    return true;
}

// ---------------------------------------------------------------------------------------------------------------------
// Keys. A key stands on one line, and its colon within 1024 characters.

bool YamlScanner::isStillPossible(PossibleKey& key)
{
    if (!key.possible || (key.place.line == m_here.line && key.place.index + 1024 >= m_here.index))
        return key.possible;
    if (key.required)
        return fail("could not find expected ':'", key.place);
    key.possible = false;
    return false;
}

bool YamlScanner::headMayBecomeKey()
{
    const auto key = std::find_if(
        m_keys.begin(), m_keys.end(), [&](const PossibleKey& each) { return each.holdsHead && each.token == m_taken; });
    return key != m_keys.end() && isStillPossible(*key);
}

bool YamlScanner::rememberKey()
{
    if (!m_keyAllowed)
        return true;
    if (!forgetKey())
        return false;
    const bool required = flowLevel() == 0 && m_indent == static_cast<std::ptrdiff_t>(m_here.column);
    m_keys.back() = {true, required, nextToken(), m_here, true};
    return true;
}

bool YamlScanner::forgetKey()
{
    PossibleKey& key = m_keys.back();
    if (key.possible && key.required)
        return fail("could not find expected ':'", key.place);
    key.possible = false;
    return true;
}

void YamlScanner::indentTo(std::size_t column, std::size_t token, Kind kind, const YamlPlace& place)
{
    if (flowLevel() > 0 || m_indent >= static_cast<std::ptrdiff_t>(column))
        return;
    m_indents.push_back(m_indent);
    m_indent = static_cast<std::ptrdiff_t>(column);
    insert(token, kind, place);
}

void YamlScanner::unindentTo(std::ptrdiff_t column)
{
    if (flowLevel() > 0)
        return;
    for (; m_indent > column; m_indents.pop_back()) {
        append(Kind::BlockEnd, m_here);
        m_indent = m_indents.back();
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// One function for each kind of token

bool YamlScanner::streamEnd()
{
    if (m_here.column != 0) {
        m_here.column = 0;
        ++m_here.line;
    }
    unindentTo(-1);
    if (!forgetKey())
        return false;
    m_keyAllowed = false;
    append(Kind::StreamEnd, m_here);
    return true;
}

bool YamlScanner::documentIndicator(Kind kind)
{
    unindentTo(-1);
    if (!forgetKey())
        return false;
    m_keyAllowed = false;
    return indicator(kind, 3);
}

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
    if (name == "YAML"      ? !versionDirective(start)
            : name == "TAG" ? !tagDirective(start)
                            : !fail("found unknown directive name"))
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

bool YamlScanner::flowStart(Kind kind)
{
    if (!rememberKey())
        return false;
    m_keys.emplace_back().token = nextToken();
    m_keyAllowed = true;
    return indicator(kind);
}

bool YamlScanner::flowEnd(Kind kind)
{
    if (!forgetKey())
        return false;
    if (flowLevel() > 0) {
        // If nothing between the brackets could be a key, go-yaml takes the opening bracket for the one whose waiting
        // is over: "[]: x" is an empty list, and the colon comes too late.
        const std::size_t token = m_keys.back().token;
        m_keys.pop_back();
        if (m_keys.back().token == token)
            m_keys.back().holdsHead = false;
    }
    m_keyAllowed = false;
    return indicator(kind);
}

bool YamlScanner::flowEntry()
{
    if (!forgetKey())
        return false;
    m_keyAllowed = true;
    return indicator(Kind::FlowEntry);
}

bool YamlScanner::blockEntry()
{
    if (flowLevel() == 0) {
        if (!m_keyAllowed)
            return fail("block sequence entries are not allowed in this context");
        indentTo(m_here.column, atTheEnd, Kind::BlockSequenceStart, m_here);
    }
    if (!forgetKey())
        return false;
    m_keyAllowed = true;
    return indicator(Kind::BlockEntry);
}

bool YamlScanner::key()
{
    if (flowLevel() == 0) {
        if (!m_keyAllowed)
            return fail("mapping keys are not allowed in this context");
        indentTo(m_here.column, atTheEnd, Kind::BlockMappingStart, m_here);
    }
    if (!forgetKey())
        return false;
    m_keyAllowed = flowLevel() == 0;
    return indicator(Kind::Key);
}

bool YamlScanner::value()
{
    PossibleKey& key = m_keys.back();
    const bool isSimple = isStillPossible(key);
    if (m_failed)
        return false;
    if (isSimple) {
        insert(key.token, Kind::Key, key.place);
        indentTo(key.place.column, key.token, Kind::BlockMappingStart, key.place);
        key.possible = false;
        m_keyAllowed = false; // one simple key does not follow another: a: b: c
    } else {
        if (flowLevel() == 0) {
            if (!m_keyAllowed)
                return fail("mapping values are not allowed in this context");
            indentTo(m_here.column, atTheEnd, Kind::BlockMappingStart, m_here);
        }
        m_keyAllowed = flowLevel() == 0;
    }
    return indicator(Kind::Value);
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

// ---------------------------------------------------------------------------------------------------------------------
// Scalars

void YamlScanner::Gap::clear()
{
    firstBreak.clear();
    moreBreaks.clear();
    lines = false;
}

// One line break is a space, of several the first is dropped; U+2028 and U+2029 never fold.
void YamlScanner::Gap::foldInto(std::string& text) const
{
    if (!firstBreak.starts_with('\n'))
        text.append(firstBreak).append(moreBreaks);
    else if (moreBreaks.empty())
        text += ' ';
    else
        text += moreBreaks;
}

bool YamlScanner::blockScalar()
{
    if (!forgetKey())
        return false;
    m_keyAllowed = true;
    const YamlPlace start = m_here;
    const bool folds = at() == '>';
    advance();
    std::size_t increment = 0;
    char chomping = 0;
    if (!blockScalarHeader(increment, chomping))
        return false;
    std::size_t indent = 0; // still unknown
    if (increment > 0)
        indent = (m_indent >= 0 ? static_cast<std::size_t>(m_indent) : 0) + increment;
    m_scalar.clear();
    std::string lineBreak;
    std::string emptyLines;
    if (!blockScalarBreaks(indent, emptyLines))
        return false;
    bool indentedMore = false; // the line before: such lines do not fold
    while (m_here.column == indent && !atEnd()) {
        const bool beginsBlank = atBlank();
        if (!folds || indentedMore || beginsBlank || !lineBreak.starts_with('\n'))
            m_scalar += lineBreak;
        else if (emptyLines.empty())
            m_scalar += ' ';
        m_scalar += emptyLines;
        lineBreak.clear();
        emptyLines.clear();
        indentedMore = beginsBlank;
        const std::size_t begin = m_here.position;
        skipRestOfLine();
        m_scalar += since(begin);
        if (atBreak())
            takeBreak(lineBreak);
        if (!blockScalarBreaks(indent, emptyLines))
            return false;
    }
    if (chomping != '-')
        m_scalar += lineBreak;
    if (chomping == '+')
        m_scalar += emptyLines;
    appendScalar(start, false, {});
    return true;
}

// + or - and a digit, in either order, then at most a comment.
bool YamlScanner::blockScalarHeader(std::size_t& increment, char& chomping)
{
    for (; (chomping == 0 && (at() == '+' || at() == '-')) || (increment == 0 && isDigit(at())); advance()) {
        if (!isDigit(at()))
            chomping = at();
        else if (at() == '0')
            return fail("found an indentation indicator equal to 0");
        else
            increment = static_cast<std::size_t>(at() - '0');
    }
    skipBlanks();
    if (at() == '#')
        skipRestOfLine();
    if (!atBreak() && !atEnd())
        return fail("did not find expected comment or line break");
    if (atBreak())
        advanceLine();
    return true;
}

// Indentation and empty lines. The first line that is not empty decides the indentation, if nothing has yet; an empty
// one before it that is longer spoils that.
bool YamlScanner::blockScalarBreaks(std::size_t& indent, std::string& breaks)
{
    std::size_t longest = 0;
    while (true) {
        while ((indent == 0 || m_here.column < indent) && at() == ' ')
            advance();
        longest = std::max(longest, m_here.column);
        if ((indent == 0 || m_here.column < indent) && at() == '\t')
            return fail("found a tab character where an indentation space is expected");
        if (!atBreak())
            break;
        takeBreak(breaks);
    }
    if (indent == 0)
        indent = std::max({longest, static_cast<std::size_t>(m_indent + 1), std::size_t{1}});
    return true;
}

bool YamlScanner::quotedScalar(char quote)
{
    if (!rememberKey())
        return false;
    m_keyAllowed = false;
    const YamlPlace start = m_here;
    advance();
    m_scalar.clear();
    m_gap.clear();
    std::size_t piece = m_here.position; // what is not in m_scalar yet begins here
    while (true) {
        if (atDocumentIndicator())
            return fail("found unexpected document indicator", start);
        if (atEnd())
            return fail("found unexpected end of stream", start);
        while (!atBlankBreakOrEnd() && at() != quote && !(quote == '"' && at() == '\\'))
            advance();
        if (at() == quote && quote == '\'' && at(1) == quote) { // '' is one '
            advance();
            m_scalar += since(piece);
            advance();
            piece = m_here.position;
        } else if (at() == quote) {
            break;
        } else if (quote == '"' && at() == '\\') {
            m_scalar += since(piece);
            if (!escape(m_scalar))
                return false;
            piece = m_here.position;
        } else if (!atEnd()) {
            // Blanks within a line stay in the piece; line breaks end it, and take the blanks around them along.
            const std::size_t pieceEnd = m_here.position;
            quotedGap();
            if (m_gap.lines) {
                m_scalar += m_text.substr(piece, pieceEnd - piece);
                m_gap.foldInto(m_scalar);
                piece = m_here.position;
            }
            m_gap.clear();
        }
    }
    appendScalar(start, false, since(piece));
    advance();
    return true;
}

void YamlScanner::quotedGap()
{
    while (atBlank() || atBreak()) {
        if (!atBreak()) {
            advance();
        } else if (m_gap.lines) {
            takeBreak(m_gap.moreBreaks);
        } else {
            takeBreak(m_gap.firstBreak);
            m_gap.lines = true;
        }
    }
}

bool YamlScanner::escape(std::string& text)
{
    if (!atBreak(1))
        return escapedCharacter(text);
    // The line goes on: its break and the blanks after it are nothing, further breaks are themselves.
    advance();
    advanceLine();
    m_gap.lines = true;
    quotedGap();
    text += m_gap.moreBreaks;
    m_gap.clear();
    return true;
}

bool YamlScanner::escapedCharacter(std::string& text)
{
    static constexpr std::string_view letters = "0abt\tnvfre \"'\\N_LP";
    static constexpr std::array<char32_t, 18> meanings{
        0, '\a', '\b', '\t', '\t', '\n', '\v', '\f', '\r', 0x1B, ' ', '"', '\'', '\\', 0x85, 0xA0, 0x2028, 0x2029};
    const char letter = at(1);
    const std::size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
    if (digits == 0) {
        const std::size_t known = atEnd(1) ? std::string_view::npos : letters.find(letter);
        if (known == std::string_view::npos)
            return fail("found unknown escape character");
        appendUtf8(text, meanings[known]);
    }
    advance(2);
    std::uint32_t point = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        const int digit = hexValue(at(i));
        if (digit < 0)
            return fail("did not find expected hexdecimal number");
        point = point * 16 + static_cast<std::uint32_t>(digit);
    }
    if ((point >= 0xD800 && point <= 0xDFFF) || point > 0x10FFFF)
        return fail("found invalid Unicode character escape code");
    if (digits > 0)
        appendUtf8(text, point);
    advance(digits);
    return true;
}

bool YamlScanner::canStartPlain() const
{
    if (atBlankBreakOrEnd())
        return false;
    if (at() == '-')
        return !atBlank(1);
    if (flowLevel() == 0 && (at() == '?' || at() == ':'))
        return !atBlankBreakOrEnd(1);
    constexpr std::string_view indicators = "?:,[]{}#&*!|>'\"%@`";
    return indicators.find(at()) == std::string_view::npos;
}

bool YamlScanner::plainScalar()
{
    if (!rememberKey())
        return false;
    m_keyAllowed = false;
    const YamlPlace start = m_here;
    const std::ptrdiff_t indent = m_indent + 1;
    constexpr std::string_view endsInFlow = ",?[]{}";
    m_scalar.clear();
    m_gap.clear();
    std::size_t piece = m_here.position; // what is not in m_scalar yet begins here
    std::size_t pieceEnd = piece;
    while (!atDocumentIndicator() && at() != '#') {
        while (!atBlankBreakOrEnd()) {
            if (at() == ':' && atBlankBreakOrEnd(1))
                break;
            if (flowLevel() > 0 && endsInFlow.find(at()) != std::string_view::npos)
                break;
            if (m_gap.lines) {
                m_scalar += m_text.substr(piece, pieceEnd - piece);
                m_gap.foldInto(m_scalar);
                m_gap.clear();
                piece = m_here.position;
            }
            advance();
            pieceEnd = m_here.position;
        }
        if (!atBlank() && !atBreak())
            break;
        while (atBlank() || atBreak()) {
            if (atBreak()) {
                takeBreak(m_gap.lines ? m_gap.moreBreaks : m_gap.firstBreak);
                m_gap.lines = true;
            } else if (m_gap.lines && at() == '\t' && static_cast<std::ptrdiff_t>(m_here.column) < indent) {
                return fail("found a tab character that violates indentation");
            } else {
                advance();
            }
        }
        if (flowLevel() == 0 && static_cast<std::ptrdiff_t>(m_here.column) < indent)
            break;
    }
    appendScalar(start, true, m_text.substr(piece, pieceEnd - piece));
    if (m_gap.lines)
        m_keyAllowed = true; // it ended with its line
    return true;
}

} // namespace kubarium::api
