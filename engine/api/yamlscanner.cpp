#include "yamlscanner.h"

#include <algorithm>
#include <utility>

namespace kubarium::api {

namespace {

using Kind = YamlToken::Kind;

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

} // namespace kubarium::api
