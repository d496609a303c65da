#include "goformat.h"
#include "jsonpathtemplate.h"
#include "letters.h"
#include "printable.h"
#include "unicode.h"
#include "utf8.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace kubarium::api {

namespace {

using Node = JsonPathNode;

constexpr char32_t none = 0xFFFF'FFFF; // where the text has ended
constexpr char32_t replacement = 0xFFFD; // what bytes that are no character count as

bool isDigit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

bool isWordCharacter(char32_t c) noexcept
{
    return c == '_' || (c != none && (isLetter(c) || isDecimalDigit(c)));
}

// Whether a name ends in front of it.
bool ends(char32_t c) noexcept
{
    switch (c) {
    case none:
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case '.':
    case ',':
    case '[':
    case ']':
    case '$':
    case '@':
    case '{':
    case '}':
        return true;
    default:
        return false;
    }
}

// fmt's %#U: U+0023 '#', and no character where none would be seen.
std::string shownCharacter(char32_t c)
{
    std::string digits;
    for (std::uint32_t rest = c; rest != 0 || digits.size() < 4; rest /= 16)
        digits.insert(digits.begin(), "0123456789ABCDEF"[rest % 16]);
    std::string out = "U+" + digits;
    if (isPrintable(c)) {
        out += " '";
        appendUtf8(out, c);
        out += '\'';
    }
    return out;
}

Node literal(Value value)
{
    Node node;
    node.kind = Node::Kind::Literal;
    node.literal = std::move(value);
    return node;
}

Node named(Node::Kind kind, std::string name)
{
    Node node;
    node.kind = kind;
    node.name = std::move(name);
    return node;
}

// As strconv.Atoi.
std::optional<std::int64_t> wholeNumber(std::string_view text) noexcept
{
    if (text.starts_with('+'))
        text.remove_prefix(1);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

// As strconv.ParseFloat reads digits, a point and a sign.
std::optional<double> fraction(std::string_view text) noexcept
{
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (end != text.data() + text.size() || (error != std::errc() && error != std::errc::result_out_of_range))
        return std::nullopt;
    if (error == std::errc()) {
        if (!std::isfinite(number))
            return std::nullopt;
        return number;
    }
    // Too large is no number, too small is zero.
    const std::string_view whole = text.substr(0, text.find('.'));
    if (whole.find_first_of("123456789") != std::string_view::npos)
        return std::nullopt;
    return 0.0;
}

// The text between quotes with its escapes resolved, as strconv.UnquoteChar does; nothing if it has a wrong one.
class Unquoting {
public:
    Unquoting(std::string_view text, char quote) : m_rest(text), m_quote(quote) { }

    std::optional<std::string> result()
    {
        while (!m_rest.empty()) {
            if (m_rest.front() == m_quote || (m_rest.front() == '\\' ? !escape() : !character()))
                return std::nullopt;
        }
        return m_out;
    }

private:
    bool character()
    {
        const std::size_t length = utf8Length(m_rest, 0);
        if (length == 0)
            appendUtf8(m_out, replacement);
        else
            m_out += m_rest.substr(0, length);
        m_rest.remove_prefix(std::max<std::size_t>(length, 1));
        return true;
    }

    bool escape()
    {
        m_rest.remove_prefix(1);
        if (m_rest.empty())
            return false;
        const char letter = m_rest.front();
        std::uint32_t code = 0;
        if (letter >= '0' && letter <= '7') {
            if (!digits(3, 8, code) || code > 255)
                return false;
            m_out += static_cast<char>(code);
            return true;
        }
        m_rest.remove_prefix(1);
        constexpr std::string_view letters = "abfnrtv\\";
        constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\";
        if (const std::size_t known = letters.find(letter); known != std::string_view::npos) {
            m_out += meanings[known];
            return true;
        }
        switch (letter) {
        case '\'':
        case '"':
            m_out += letter;
            return letter == m_quote;
        case 'x':
            if (!digits(2, 16, code))
                return false;
            m_out += static_cast<char>(code);
            return true;
        case 'u':
        case 'U':
            if (!digits(letter == 'u' ? 4 : 8, 16, code) || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
                return false;
            appendUtf8(m_out, code);
            return true;
        default:
            return false;
        }
    }

    bool digits(std::size_t count, int base, std::uint32_t& code)
    {
        if (m_rest.size() < count)
            return false;
        const char* const end = m_rest.data() + count;
        const bool read = std::from_chars(m_rest.data(), end, code, base).ptr == end;
        m_rest.remove_prefix(count);
        return read;
    }

    std::string_view m_rest;
    char m_quote;
    std::string m_out;
};

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) { }

    Parsed<Node::List> read()
    {
        Node::List nodes;
        while (m_at < m_text.size()) {
            const std::size_t brace = std::min(m_text.find('{', m_at), m_text.size());
            if (brace > m_at)
                nodes.push_back(literal(m_text.substr(m_at, brace - m_at)));
            m_at = brace;
            if (m_at == m_text.size())
                break;
            ++m_at;
            Node::List inside;
            if (!action(inside))
                return Refusal{m_error};
            Node list;
            list.lists.push_back(std::move(inside));
            nodes.push_back(std::move(list));
        }
        return nodes;
    }

private:
    struct Character {
        char32_t point = none;
        std::size_t length = 0;
    };

    Character peek() const noexcept
    {
        if (m_at >= m_text.size())
            return {};
        const auto first = static_cast<unsigned char>(m_text[m_at]);
        const std::size_t length = utf8Length(m_text, m_at);
        if (length <= 1)
            return {length == 1 ? first : replacement, 1};
        char32_t point = first & (0x7FU >> length);
        for (std::size_t i = 1; i < length; ++i)
            point = (point << 6U) | (static_cast<unsigned char>(m_text[m_at + i]) & 0x3FU);
        return {point, length};
    }

    bool startsWith(std::string_view prefix) const noexcept { return m_text.substr(m_at).starts_with(prefix); }

    bool refuse(std::string sentence)
    {
        m_error = std::move(sentence);
        return false;
    }

    // Everything up to the closing brace.
    bool action(Node::List& nodes)
    {
        while (true) {
            if (startsWith("}")) {
                ++m_at;
                return true;
            }
            if (!step(nodes))
                return false;
        }
    }

    bool step(Node::List& nodes)
    {
        if (startsWith("[?("))
            return filter(nodes);
        if (startsWith(".."))
            return recursive(nodes);
        const Character next = peek();
        if (next.point == none || next.point == '\r' || next.point == '\n')
            return refuse("unclosed action");
        if (next.point == '+' || next.point == '-' || isDecimalDigit(next.point))
            return number(nodes);
        if (isWordCharacter(next.point))
            return identifier(nodes);
        const std::size_t begin = m_at;
        m_at += next.length;
        switch (next.point) {
        case ' ':
        case '@': // the object at hand, which is where every path begins
        case '$':
            return true;
        case '[':
            return array(nodes, begin);
        case '"':
        case '\'':
            return quoted(nodes, begin);
        case '.':
            return field(nodes);
        default:
            return refuse("unrecognized character in action: " + shownCharacter(next.point));
        }
    }

    bool identifier(Node::List& nodes)
    {
        const std::size_t begin = m_at;
        while (!ends(peek().point))
            m_at += peek().length;
        const std::string_view word = m_text.substr(begin, m_at - begin);
        if (word == "true" || word == "false")
            nodes.push_back(literal(word == "true"));
        else
            nodes.push_back(named(Node::Kind::Identifier, std::string(word)));
        return true;
    }

    bool recursive(Node::List& nodes)
    {
        if (!nodes.empty() && nodes.back().kind == Node::Kind::Recursive)
            return refuse("invalid multiple recursive descent");
        m_at += 2;
        nodes.push_back(named(Node::Kind::Recursive, {}));
        return !isWordCharacter(peek().point) || field(nodes); // the dot in front of a name may be one of the two
    }

    bool number(Node::List& nodes)
    {
        const std::size_t begin = m_at;
        if (startsWith("+") || startsWith("-"))
            ++m_at;
        while (startsWith(".") || (peek().point != none && isDecimalDigit(peek().point)))
            m_at += peek().length;
        const std::string_view text = m_text.substr(begin, m_at - begin);
        if (const std::optional<std::int64_t> whole = wholeNumber(text))
            nodes.push_back(literal(*whole));
        else if (const std::optional<double> real = fraction(text))
            nodes.push_back(literal(*real));
        else
            return refuse("cannot parse number " + std::string(text));
        return true;
    }

    // A name up to where it ends, unless a backslash stands in front of that; "*" is all of them.
    bool field(Node::List& nodes)
    {
        const std::size_t begin = m_at;
        while (!ends(peek().point)) {
            const bool escapes = peek().point == '\\';
            m_at += peek().length;
            if (escapes)
                m_at += peek().length;
        }
        std::string name(m_text.substr(begin, m_at - begin));
        if (name == "*") {
            nodes.push_back(named(Node::Kind::Wildcard, {}));
            return true;
        }
        std::erase(name, '\\');
        nodes.push_back(named(Node::Kind::Field, std::move(name)));
        return true;
    }

    bool quoted(Node::List& nodes, std::size_t begin)
    {
        const char quote = m_text[begin];
        do {
            m_at = m_text.find_first_of(std::string{quote, '\n'}, m_at);
            if (m_at == std::string_view::npos || m_text[m_at] == '\n')
                return refuse("unterminated quoted string");
            ++m_at;
        } while (m_text[m_at - 2] == '\\');
        const std::string_view text = m_text.substr(begin, m_at - begin);
        const std::string_view inside = text.substr(1, text.size() - 2);
        const bool asItStands =
            inside.find('\\') == std::string_view::npos && inside.find(quote) == std::string_view::npos;
        const std::optional<std::string> unquoted =
            asItStands ? std::string(inside) : Unquoting(inside, quote).result();
        if (!unquoted)
            return refuse("unquote string " + std::string(text) + " error invalid syntax");
        nodes.push_back(literal(std::string_view(*unquoted)));
        return true;
    }

    // What stands in a pair of brackets, or on one side of an operator, is read as an action of its own.
    std::optional<Node::List> nested(const std::string& text)
    {
        Parsed<Node::List> read = Parser("{" + text + "}").read();
        if (!read) {
            m_error = read.error();
            return std::nullopt;
        }
        return std::move(read->front().lists.front());
    }

    bool array(Node::List& nodes, std::size_t begin)
    {
        m_at = m_text.find_first_of("]\n", m_at);
        if (m_at == std::string_view::npos || m_text[m_at] == '\n')
            return refuse("unterminated array");
        ++m_at;
        std::string_view inside = m_text.substr(begin + 1, m_at - begin - 2);
        if (inside == "*")
            inside = ":";

        if (inside.find(',') != std::string_view::npos)
            return unionOf(nodes, inside);
        const bool isKey = inside.size() >= 2 && inside.front() == '\'' && inside.find('\'', 1) == inside.size() - 1;
        if (isKey) { // ['a'] is .a, and ['a.b'] is .a.b
            std::optional<Node::List> key = nested("." + std::string(inside.substr(1, inside.size() - 2)));
            if (!key)
                return false;
            std::move(key->begin(), key->end(), std::back_inserter(nodes));
            return true;
        }
        return slice(nodes, inside);
    }

    bool unionOf(Node::List& nodes, std::string_view inside)
    {
        Node node = named(Node::Kind::Union, {});
        while (true) {
            const std::size_t comma = inside.find(',');
            std::string_view part = inside.substr(0, comma);
            part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
            part = part.substr(0, part.find_last_not_of(' ') + 1);
            std::optional<Node::List> read = nested("[" + std::string(part) + "]");
            if (!read)
                return false;
            node.lists.push_back(std::move(*read));
            if (comma == std::string_view::npos)
                break;
            inside.remove_prefix(comma + 1);
        }
        nodes.push_back(std::move(node));
        return true;
    }

    // begin:end:step, each with or without its number; nothing at all is the first element.
    bool slice(Node::List& nodes, std::string_view inside)
    {
        std::array<std::optional<std::string_view>, 3> parts; // a part that has no colon is not there
        std::string_view rest = inside;
        for (std::size_t i = 0; i < 3 && (i == 0 || rest.starts_with(':')); ++i) {
            rest.remove_prefix(i == 0 ? 0 : 1);
            std::size_t size = rest.starts_with('-') ? 1 : 0;
            while (size < rest.size() && isDigit(rest[size]))
                ++size;
            parts[i] = rest.substr(0, size);
            rest.remove_prefix(size);
        }
        if (!rest.empty())
            return refuse("invalid array index " + std::string(inside));

        Node node = named(Node::Kind::Slice, {});
        for (std::size_t i = 0; i < 3; ++i) {
            if (!parts[i] || parts[i]->empty())
                continue;
            const std::optional<std::int64_t> value = wholeNumber(*parts[i]);
            if (!value)
                return refuse("array index " + std::string(*parts[i]) + " is not a number");
            node.slice[i] = {*value, true, false};
        }
        if (!parts[1]) // [3] ends where [3:4] does; the largest index wraps as Go's integers do
            node.slice[1] = {
                static_cast<std::int64_t>(static_cast<std::uint64_t>(node.slice[0].value) + 1), true, true};
        nodes.push_back(std::move(node));
        return true;
    }

    bool filter(Node::List& nodes)
    {
        m_at += 3;
        const std::size_t begin = m_at;
        // A parenthesis closes the filter unless it stands in quotes; of quotes only the first kind that is met counts.
        char32_t quote = none;
        bool closed = false;
        while (true) {
            const Character next = peek();
            if (next.point == none || next.point == '\n')
                return refuse("unterminated filter");
            m_at += next.length;
            if (next.point == '"' || next.point == '\'') {
                if (quote == none)
                    quote = next.point;
                else if (next.point == quote && m_text[m_at - 2] != '\\')
                    closed = true;
            } else if (next.point == ')' && (quote != none) == closed) {
                break;
            }
        }
        const std::string_view inside = m_text.substr(begin, m_at - begin - 1);
        if (!startsWith("]"))
            return refuse("unclosed array expect ]");
        ++m_at;

        Node node = named(Node::Kind::Filter, "exists");
        constexpr std::string_view signs = "!<>=";
        const std::size_t operatorAt = inside.find_first_of(signs);
        std::size_t operatorEnd =
            std::min(inside.find_first_not_of(signs, std::min(operatorAt, inside.size())), inside.size());
        if (operatorEnd == inside.size() && operatorEnd - std::min(operatorAt, operatorEnd) > 1)
            --operatorEnd; // something has to be left for the right side
        const bool compares = operatorAt != std::string_view::npos && operatorAt > 0 && operatorEnd < inside.size();
        std::optional<Node::List> left = nested(std::string(compares ? inside.substr(0, operatorAt) : inside));
        if (!left)
            return false;
        node.lists.push_back(std::move(*left));
        if (compares) {
            node.name = inside.substr(operatorAt, operatorEnd - operatorAt);
            std::optional<Node::List> right = nested(std::string(inside.substr(operatorEnd)));
            if (!right)
                return false;
            node.lists.push_back(std::move(*right));
        }
        nodes.push_back(std::move(node));
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::string m_error;
};

} // namespace

Parsed<JsonPathNode::List> readJsonPath(std::string_view text)
{
    return Parser(text).read();
}

} // namespace kubarium::api
