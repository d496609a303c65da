#include "arena.h"
#include "goformat.h"
#include "mappingmembers.h"
#include "tree.h"
#include "unicode.h"

#include <bit>

namespace kubarium::api {

namespace {

// The bytes from `text` on that may stand in a string as they are: no quote, backslash, control character or byte
// beyond ASCII. Eight at a time; text is followed by at least eight readable bytes.
std::size_t plainLength(const char* text)
{
    constexpr std::uint64_t ones = 0x0101010101010101ULL;
    constexpr std::uint64_t highs = 0x8080808080808080ULL;
    const auto isZero = [](std::uint64_t bytes) { return (bytes - ones) & ~bytes & highs; };
    std::size_t length = 0;
    while (true) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text + length, sizeof eight);
        const std::uint64_t special = isZero(eight ^ (ones * '"')) | isZero(eight ^ (ones * '\\'))
            | ((eight - ones * 0x20) & ~eight & highs) | (eight & highs);
        if (special != 0) {
            static_assert(std::endian::native == std::endian::little, "the first byte is the lowest");
            return length + static_cast<std::size_t>(std::countr_zero(special)) / 8;
        }
        length += sizeof eight;
    }
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// A byte as Go's errors show it: each is taken for a character of Latin-1.
std::string shownByte(char c)
{
    if (c == '\'')
        return R"('\'')";
    if (c == '"')
        return R"('"')";
    std::string character;
    appendUtf8(character, static_cast<unsigned char>(c));
    const std::string quoted = goQuoted(character);
    return '\'' + quoted.substr(1, quoted.size() - 2) + '\'';
}

class JsonReader {
public:
    JsonReader(std::string_view text, const Limits& limits) : m_limits(limits), m_size(text.size())
    {
        m_result.document.fromJson = true;
        // The one copy: strings without escapes are views into it. Behind it stand zeroes, which no value contains, so
        // that nothing has to ask for the end, and eight of them, so that strings can be read in steps of eight.
        m_at = m_result.document.arena().allocateText(m_size + padding);
        std::copy(text.begin(), text.end(), m_at);
        std::fill_n(m_at + m_size, padding, '\0');
        m_begin = m_at;
        m_lineBegin = m_at;
    }

    ParsedJson read()
    {
        if (value(m_result.document.root) && (skipSpaces() != '\0' || !atEnd()))
            unexpected("after top-level value");
        std::sort(m_result.document.duplicates.begin(), m_result.document.duplicates.end(),
            [](const DuplicateKey& a, const DuplicateKey& b) {
                return std::pair(a.mark.line, a.mark.column) < std::pair(b.mark.line, b.mark.column);
            });
        return std::move(m_result);
    }

private:
    static constexpr std::size_t padding = 8;

    struct Step {
        std::string_view key;
        std::size_t index;
    };

    static constexpr std::size_t named = static_cast<std::size_t>(-1);

    bool atEnd() const { return m_at == m_begin + m_size; }

    Mark mark() const
    {
        return {m_line, static_cast<std::uint32_t>(static_cast<std::size_t>(m_at - m_lineBegin) - m_trailingBytes + 1)};
    }

    bool fail(std::string message)
    {
        const std::size_t offset = static_cast<std::size_t>(m_at - m_begin);
        const std::string kubectl = "json: offset " + std::to_string(offset + 1) + ": " + message;
        m_result.error = std::make_unique<ParseError>(ParseError{std::move(message), kubectl, mark(), offset});
        return false;
    }

    bool unexpected(std::string_view where)
    {
        if (!atEnd())
            return fail("invalid character " + shownByte(*m_at) + ' ' + std::string(where));
        fail("unexpected end of JSON input");
        m_result.error->kubectl = "unexpected EOF";
        return false;
    }

    char skipSpaces()
    {
        while (true) {
            switch (*m_at) {
            case '\n':
                ++m_line;
                m_lineBegin = m_at + 1;
                m_trailingBytes = 0;
                [[fallthrough]];
            case ' ':
            case '\t':
            case '\r':
                ++m_at;
                break;
            default:
                return *m_at;
            }
        }
    }

    bool value(TreeNode& node)
    {
        const char first = skipSpaces();
        node.mark = mark();
        if (++m_nodes > m_limits.nodes)
            return fail("more than " + std::to_string(m_limits.nodes) + " values");
        switch (first) {
        case '{':
            return enter() && mapping(node);
        case '[':
            return enter() && sequence(node);
        case '"':
            node.kind = NodeKind::String;
            return string(node.scalar);
        case 't':
            node.kind = NodeKind::Bool;
            node.boolean = true;
            return literal("true");
        case 'f':
            node.kind = NodeKind::Bool;
            return literal("false");
        case 'n':
            return literal("null");
        default:
            if (first == '-' || isDigit(first))
                return number(node);
            return unexpected("looking for beginning of value");
        }
    }

    bool enter()
    {
        if (m_path.size() >= m_limits.depth)
            return fail("exceeded max depth");
        m_path.push_back({});
        ++m_at;
        return true;
    }

    bool mapping(TreeNode& node)
    {
        node.kind = NodeKind::Mapping;
        m_path.back().index = named;
        const std::size_t base = m_members.size();
        char c = skipSpaces();
        for (bool first = true; c != '}' || !first; first = false) {
            if (c != '"')
                return unexpected("looking for beginning of object key string");
            Member member;
            member.mark = mark();
            if (!string(member.key))
                return false;
            m_path.back().key = member.key;
            if (skipSpaces() != ':')
                return unexpected("after object key");
            ++m_at;
            if (!value(member.value))
                return false;
            m_members.push_back({member});
            c = skipSpaces();
            if (c == '}')
                break;
            if (c != ',')
                return unexpected("after object key:value pair");
            ++m_at;
            c = skipSpaces();
        }
        ++m_at;
        m_path.pop_back();
        node.members = m_settle.settle(m_result.document.arena(), std::span(m_members).subspan(base),
            MemberOrder::Written, [&](const Member& first, const Member& second) { addDuplicate(first, second); });
        m_members.resize(base);
        return true;
    }

    bool sequence(TreeNode& node)
    {
        node.kind = NodeKind::Sequence;
        const std::size_t base = m_items.size();
        char c = skipSpaces();
        for (bool first = true; c != ']' || !first; first = false) {
            TreeNode item;
            if (!value(item))
                return false;
            m_items.push_back(item);
            ++m_path.back().index;
            c = skipSpaces();
            if (c == ']')
                break;
            if (c != ',')
                return unexpected("after array element");
            ++m_at;
        }
        ++m_at;
        m_path.pop_back();
        node.items = m_result.document.arena().copy(std::span<const TreeNode>(m_items).subspan(base));
        m_items.resize(base);
        return true;
    }

    bool literal(std::string_view word)
    {
        for (const char expected : word) {
            if (*m_at != expected)
                return unexpected("in literal " + std::string(word) + " (expecting '" + expected + "')");
            ++m_at;
        }
        return true;
    }

    bool number(TreeNode& node)
    {
        const char* const begin = m_at;
        node.kind = NodeKind::Number;
        node.integral = true;
        if (*m_at == '-' && !isDigit(*++m_at))
            return unexpected("in numeric literal");
        if (*m_at == '0')
            ++m_at;
        else
            skipDigits();
        if (*m_at == '.') {
            node.integral = false;
            ++m_at;
            if (!isDigit(*m_at))
                return unexpected("after decimal point in numeric literal");
            skipDigits();
        }
        if (*m_at == 'e' || *m_at == 'E') {
            node.integral = false;
            ++m_at;
            if (*m_at == '+' || *m_at == '-')
                ++m_at;
            if (!isDigit(*m_at))
                return unexpected("in exponent of numeric literal");
            skipDigits();
        }
        node.scalar = {begin, m_at};
        return true;
    }

    void skipDigits()
    {
        while (isDigit(*m_at))
            ++m_at;
    }

    bool string(std::string_view& text)
    {
        char* const begin = ++m_at;
        m_at += plainLength(m_at);
        if (*m_at == '"') {
            text = {begin, m_at++};
            return true;
        }
        // What escapes stand for is never longer than they are, so it is written over them.
        char* out = m_at;
        bool beyondAscii = false;
        while (*m_at != '"') {
            if (*m_at == '\\') {
                if (!escape(out))
                    return false;
                continue;
            }
            if (static_cast<unsigned char>(*m_at) < 0x20)
                return unexpected("in string literal");
            beyondAscii |= static_cast<unsigned char>(*m_at) >= 0x80;
            m_trailingBytes += (static_cast<unsigned char>(*m_at) & 0xC0U) == 0x80;
            *out++ = *m_at++;
        }
        ++m_at;
        text = {begin, out};
        if (!beyondAscii)
            return true;
        std::string storage;
        const std::string_view repaired = repairedUtf8(text, storage);
        if (repaired.data() != text.data())
            text = m_result.document.arena().copy(repaired);
        return true;
    }

    bool escape(char*& out)
    {
        ++m_at;
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        if (*m_at != 'u') {
            const std::size_t letter = *m_at == '\0' ? std::string_view::npos : letters.find(*m_at);
            if (letter == std::string_view::npos)
                return unexpected("in string escape code");
            *out++ = meanings[letter];
            ++m_at;
            return true;
        }
        ++m_at;
        char32_t point = 0;
        if (!fourHexDigits(point))
            return false;
        constexpr char32_t replacement = 0xFFFD;
        const bool isHigh = point >= 0xD800 && point < 0xDC00;
        if (isHigh && m_at[0] == '\\' && m_at[1] == 'u') {
            // The other half of a pair; if it is none, it is read again by itself.
            char* const second = m_at;
            char32_t low = 0;
            m_at += 2;
            if (!fourHexDigits(low))
                return false;
            if (low >= 0xDC00 && low < 0xE000) {
                point = 0x10000 + ((point & 0x3FFU) << 10U) + (low & 0x3FFU);
            } else {
                point = replacement;
                m_at = second;
            }
        } else if (point >= 0xD800 && point < 0xE000) {
            point = replacement;
        }
        std::string character;
        appendUtf8(character, point);
        out = std::copy(character.begin(), character.end(), out);
        return true;
    }

    bool fourHexDigits(char32_t& point)
    {
        for (int i = 0; i < 4; ++i, ++m_at) {
            const int digit = hexValue(*m_at);
            if (digit < 0)
                return unexpected("in \\u hexadecimal character escape");
            point = point << 4U | static_cast<char32_t>(digit);
        }
        return true;
    }

    void addDuplicate(const Member& first, const Member& second)
    {
        std::string path;
        for (const Step& step : m_path) {
            if (step.index != named)
                path += '[' + std::to_string(step.index) + ']';
            else
                path += (path.empty() ? "" : ".") + std::string(step.key);
        }
        path += (path.empty() ? "" : ".") + std::string(second.key);
        m_result.document.duplicates.push_back({std::move(path), second.key, second.mark, first.mark});
    }

    const Limits& m_limits;
    std::size_t m_size;
    ParsedJson m_result;
    const char* m_begin = nullptr;
    char* m_at = nullptr;
    const char* m_lineBegin = nullptr;
    std::uint32_t m_line = 1;
    std::size_t m_trailingBytes = 0; // of characters, before m_at in its line
    std::size_t m_nodes = 0;
    std::vector<TreeNode> m_items;
    std::vector<PendingMember> m_members;
    std::vector<Step> m_path;
    MappingMembers m_settle;
};

} // namespace

ParsedJson parseJson(std::string_view text, const Limits& limits)
{
    if (text.size() <= limits.bytes)
        return JsonReader(text, limits).read();
    const std::string sentence = "the document is larger than " + std::to_string(limits.bytes) + " bytes";
    ParsedJson result;
    result.error = std::make_unique<ParseError>(ParseError{sentence, sentence, {1, 1}, 0});
    return result;
}

} // namespace kubarium::api
