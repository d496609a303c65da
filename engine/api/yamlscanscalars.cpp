#include "unicode.h"
#include "yamlcharacters.h"
#include "yamlscanner.h"

#include <algorithm>
#include <array>

namespace kubarium::api {

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
