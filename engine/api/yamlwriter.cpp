#include "yamlwriter.h"

#include "encode.h"
#include "utf8.h"
#include "yamlscalar.h"

#include <algorithm>
#include <vector>

namespace kubarium::api {

namespace {

constexpr std::size_t foldAt = 80; // a line that is longer is broken at its next space
constexpr std::size_t longestSimpleKey = 128;

bool isDigit(char32_t c)
{
    return c >= '0' && c <= '9';
}

// Letters enough for the order of keys; what is beyond ASCII counts as a letter, as nearly all of it is.
bool isLetter(char32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

std::u32string decoded(std::string_view text)
{
    std::u32string points;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8Length(text, i);
        char32_t point = static_cast<unsigned char>(text[i]);
        if (length > 1) {
            point &= 0x7FU >> length;
            for (std::size_t j = 1; j < length; ++j)
                point = point << 6 | (static_cast<unsigned char>(text[i + j]) & 0x3FU);
        }
        points += point;
        i += length == 0 ? 1 : length;
    }
    return points;
}

// Keys in the order people count: a2 before a10, and what is no letter before letters.
bool keyBefore(std::string_view left, std::string_view right)
{
    const std::u32string a = decoded(left);
    const std::u32string b = decoded(right);
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
        if (a[i] == b[i])
            continue;
        if (isLetter(a[i]) && isLetter(b[i]))
            return a[i] < b[i];
        if (isLetter(a[i]) || isLetter(b[i]))
            return isLetter(b[i]);
        // Two numbers that differ from here on: leading zeroes count only if digits went before them.
        std::uint64_t numberA = 0;
        std::uint64_t numberB = 0;
        if (a[i] == '0' || b[i] == '0') {
            for (std::size_t j = i; j > 0 && isDigit(a[j - 1]); --j) {
                if (a[j - 1] != '0') {
                    numberA = numberB = 1;
                    break;
                }
            }
        }
        std::size_t endA = i;
        std::size_t endB = i;
        for (; endA < a.size() && isDigit(a[endA]); ++endA)
            numberA = numberA * 10 + (a[endA] - '0');
        for (; endB < b.size() && isDigit(b[endB]); ++endB)
            numberB = numberB * 10 + (b[endB] - '0');
        if (numberA != numberB)
            return numberA < numberB;
        if (endA != endB)
            return endA < endB;
        return a[i] < b[i];
    }
    return a.size() < b.size();
}

// What a text allows itself to be written as.
struct Analysis {
    bool multiline = false;
    bool plain = true; // without quotes, in a block
    bool single = true; // in single quotes
    bool literal = true; // as a block
};

bool isBreak(char32_t c)
{
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool isBlank(char32_t c)
{
    return c == ' ' || c == '\t';
}

// Characters that the emitter writes as they are; all others need double quotes.
bool isPrintable(char32_t c)
{
    return c == '\n' || (c >= 0x20 && c <= 0x7E) || (c >= 0xA0 && c <= 0xD7FF && c != 0xFEFF)
        || (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF);
}

Analysis analysed(const std::u32string& text)
{
    Analysis found;
    if (text.empty()) {
        found.literal = false;
        found.plain = true;
        return found;
    }
    bool leadingSpace = false;
    bool leadingBreak = false;
    bool trailingSpace = false;
    bool trailingBreak = false;
    bool breakThenSpace = false;
    bool spaceThenBreak = false;
    bool special = false;
    bool indicator = text.starts_with(U"---") || text.starts_with(U"...");
    bool previousSpace = false;
    bool previousBreak = false;
    bool precededByWhite = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t c = text[i];
        const bool last = i + 1 == text.size();
        const bool followedByWhite = last || isBlank(text[i + 1]) || isBreak(text[i + 1]);
        if (i == 0) {
            indicator = indicator || std::u32string_view(U"#,[]{}&*!|>'\"%@`").find(c) != std::u32string_view::npos
                || ((c == '?' || c == ':' || c == '-') && followedByWhite);
        } else {
            indicator = indicator || (c == ':' && followedByWhite) || (c == '#' && precededByWhite);
        }
        special = special || !(isPrintable(c) || isBreak(c)) || c == '\r';
        found.multiline = found.multiline || isBreak(c);
        if (c == ' ') {
            leadingSpace = leadingSpace || i == 0;
            trailingSpace = trailingSpace || last;
            breakThenSpace = breakThenSpace || previousBreak;
            previousSpace = true;
            previousBreak = false;
        } else if (isBreak(c)) {
            leadingBreak = leadingBreak || i == 0;
            trailingBreak = trailingBreak || last;
            spaceThenBreak = spaceThenBreak || previousSpace;
            previousSpace = false;
            previousBreak = true;
        } else {
            previousSpace = previousBreak = false;
        }
        precededByWhite = isBlank(c) || isBreak(c);
    }
    if (leadingSpace || leadingBreak || trailingSpace || trailingBreak || breakThenSpace || found.multiline
        || indicator)
        found.plain = false;
    if (trailingSpace)
        found.literal = false;
    if (breakThenSpace)
        found.single = false;
    if (spaceThenBreak || special)
        found.plain = found.single = found.literal = false;
    return found;
}

// Whether YAML 1.1 reads these letters as the string they are.
bool readsAsString(std::string_view text)
{
    const YamlMeaning meaning = resolveForKubectl({}, true, text);
    if (meaning.error || meaning.scalar.type != YamlType::String)
        return false;
    static constexpr std::string_view oldBooleans[] = {
        "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF"};
    if (std::find(std::begin(oldBooleans), std::end(oldBooleans), text) != std::end(oldBooleans))
        return false;
    return true;
}

// Numbers to the base of sixty (12:30:45) and dates, which older readers do not take for strings.
bool looksLikeTime(std::string_view text)
{
    const bool sign = !text.empty() && (text[0] == '-' || text[0] == '+');
    const std::string_view body = text.substr(sign ? 1 : 0);
    const std::size_t colon = body.find(':');
    if (colon != std::string_view::npos && colon > 0
        && body.find_first_not_of("0123456789_:.") == std::string_view::npos) {
        for (std::size_t at = colon; at != std::string_view::npos; at = body.find(':', at + 1)) {
            std::size_t digits = 0;
            while (at + 1 + digits < body.size() && body[at + 1 + digits] >= '0' && body[at + 1 + digits] <= '9')
                ++digits;
            if (digits == 0 || digits > 2 || (digits == 2 && body[at + 1] > '5'))
                return false;
        }
        return true;
    }
    // 2001-01-01, and with a time behind it
    return body.size() >= 8 && body.find('-') == 4
        && body.substr(0, 4).find_first_not_of("0123456789") == std::string_view::npos
        && Time::parse(body.size() <= 10 ? std::string(body) + "T00:00:00Z" : std::string(body)).has_value();
}

class Writer {
public:
    std::string take() { return std::move(m_out); }

    void document(const Value& value)
    {
        if ((value.isObject() && !value.object().empty()))
            mapping(value, 0);
        else if (value.isArray() && !value.array().empty())
            sequence(value, 0);
        else
            inlineValue(value, 0);
    }

private:
    void mapping(const Value& value, std::size_t indent)
    {
        std::vector<const Value::Object::Entry*> entries;
        for (const auto& entry : value.object())
            entries.push_back(&entry);
        std::sort(
            entries.begin(), entries.end(), [](const auto* a, const auto* b) { return keyBefore(a->key, b->key); });
        bool first = true;
        for (const auto* const entry : entries) {
            if (!first)
                m_out.append(indent, ' ');
            first = false;
            key(entry->key, indent);
            member(entry->value, indent);
        }
    }

    void key(const Text& name, std::size_t indent)
    {
        const Analysis form = analysed(decoded(name));
        if (name.size() <= longestSimpleKey && !form.multiline) {
            scalar(name, indent, true);
            m_out += ':';
            return;
        }
        m_out += "? ";
        scalar(name, indent + 2, false);
        m_out.append(indent, ' ');
        m_out += ':';
    }

    // What stands behind a key: lists at the key's own indentation, mappings below it.
    void member(const Value& value, std::size_t indent)
    {
        if (value.isObject() && !value.object().empty()) {
            m_out += '\n';
            m_out.append(indent + 2, ' ');
            mapping(value, indent + 2);
        } else if (value.isArray() && !value.array().empty()) {
            m_out += '\n';
            m_out.append(indent, ' ');
            sequence(value, indent);
        } else {
            m_out += ' ';
            inlineValue(value, indent + 2);
        }
    }

    void sequence(const Value& value, std::size_t indent)
    {
        bool first = true;
        for (const Value& item : value.array()) {
            if (!first)
                m_out.append(indent, ' ');
            first = false;
            m_out += "- ";
            if (item.isObject() && !item.object().empty())
                mapping(item, indent + 2);
            else if (item.isArray() && !item.array().empty())
                sequence(item, indent + 2);
            else
                inlineValue(item, indent + 2);
        }
    }

    void inlineValue(const Value& value, std::size_t indent)
    {
        if (value.isString()) {
            scalar(value.text(), indent, false);
            return;
        }
        m_out += value.isObject() ? "{}" : value.isArray() ? "[]" : toJson(value);
        m_out += '\n';
    }

    // A key ends without a new line, and is never folded.
    void scalar(const Text& text, std::size_t indent, bool isKey)
    {
        const std::u32string points = decoded(text);
        const Analysis form = analysed(points);
        const bool string = readsAsString(text) && !looksLikeTime(text);
        if (!isKey && form.multiline && text.view().find('\n') != std::string_view::npos && form.literal) {
            literal(text, indent);
            return;
        }
        if (text.view().find('\n') == std::string_view::npos && string && form.plain)
            folded(text, indent, isKey, "");
        else if (text.view().find('\n') == std::string_view::npos && string && form.single)
            folded(text, indent, isKey, "'");
        else
            doubleQuoted(points, indent, isKey);
        if (!isKey)
            m_out += '\n';
    }

    std::size_t column() const
    {
        const std::size_t line = m_out.rfind('\n');
        const std::string_view tail = std::string_view(m_out).substr(line == std::string::npos ? 0 : line + 1);
        return static_cast<std::size_t>(
            std::count_if(tail.begin(), tail.end(), [](char c) { return (c & 0xC0) != 0x80; }));
    }

    void breakLine(std::size_t indent)
    {
        m_out += '\n';
        m_out.append(indent, ' ');
    }

    // Plain or in single quotes; broken where a single space stands behind the eightieth column.
    void folded(std::string_view text, std::size_t indent, bool isKey, std::string_view quote)
    {
        m_out += quote;
        std::size_t at = column();
        bool space = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            const bool edge = i == 0 || i + 1 == text.size();
            if (c == ' ' && !isKey && !space && !edge && at > foldAt && text[i + 1] != ' ') {
                breakLine(indent);
                at = indent;
            } else {
                if (c == '\'' && !quote.empty())
                    m_out += '\'';
                m_out += c;
                at += (c & 0xC0) != 0x80;
                if (!quote.empty()
                    && (text.substr(0, i + 1).ends_with("\u2028") || text.substr(0, i + 1).ends_with("\u2029"))) {
                    m_out.append(indent, ' '); // these end a line for the emitter, which then indents the next one
                    at = indent;
                }
            }
            space = c == ' ';
        }
        m_out += quote;
    }

    void doubleQuoted(const std::u32string& text, std::size_t indent, bool isKey)
    {
        m_out += '"';
        std::size_t at = column();
        bool space = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char32_t c = text[i];
            const std::size_t before = m_out.size();
            if (!isPrintable(c) || isBreak(c) || c == '"' || c == '\\') {
                escape(c);
                space = false;
            } else if (c == ' ') {
                if (!isKey && !space && i > 0 && i + 1 < text.size() && at > foldAt) {
                    breakLine(indent);
                    if (text[i + 1] == ' ')
                        m_out += '\\';
                    at = indent;
                    space = true;
                    continue;
                }
                m_out += ' ';
                space = true;
            } else {
                appendPoint(c);
                space = false;
            }
            at += static_cast<std::size_t>(std::count_if(m_out.begin() + static_cast<std::ptrdiff_t>(before),
                m_out.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
        }
        m_out += '"';
    }

    void appendPoint(char32_t c)
    {
        if (c < 0x80) {
            m_out += static_cast<char>(c);
        } else if (c < 0x800) {
            m_out += static_cast<char>(0xC0 | c >> 6);
            m_out += static_cast<char>(0x80 | (c & 0x3F));
        } else {
            m_out += static_cast<char>(0xE0 | c >> 12);
            m_out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
            m_out += static_cast<char>(0x80 | (c & 0x3F));
        }
    }

    void escape(char32_t c)
    {
        static constexpr std::pair<char32_t, const char*> named[] = {{0, "\\0"}, {7, "\\a"}, {8, "\\b"}, {9, "\\t"},
            {10, "\\n"}, {11, "\\v"}, {12, "\\f"}, {13, "\\r"}, {27, "\\e"}, {'"', "\\\""}, {'\\', "\\\\"},
            {0x85, "\\N"}, {0xA0, "\\_"}, {0x2028, "\\L"}, {0x2029, "\\P"}};
        for (const auto& [point, word] : named) {
            if (point == c) {
                m_out += word;
                return;
            }
        }
        static constexpr char digits[] = "0123456789ABCDEF";
        const int width = c <= 0xFF ? 2 : c <= 0xFFFF ? 4 : 8;
        m_out += width == 2 ? "\\x" : width == 4 ? "\\u" : "\\U";
        for (int shift = (width - 1) * 4; shift >= 0; shift -= 4)
            m_out += digits[c >> shift & 15];
    }

    // A block of lines: "|", how many spaces its lines begin with if that cannot be seen, and what becomes of the end.
    void literal(std::string_view text, std::size_t indent)
    {
        m_out += '|';
        if (text.front() == ' ' || text.front() == '\n')
            m_out += '2';
        if (!text.ends_with('\n'))
            m_out += '-';
        else if (text == "\n" || text.ends_with("\n\n"))
            m_out += '+';
        m_out += '\n';
        std::size_t start = 0;
        while (start < text.size()) {
            const std::size_t end = std::min(text.find('\n', start), text.size());
            if (end > start) {
                m_out.append(indent, ' ');
                m_out += text.substr(start, end - start);
            }
            m_out += '\n';
            start = end + 1;
        }
    }

    std::string m_out;
};

} // namespace

std::string toYaml(const Value& value)
{
    Writer writer;
    writer.document(value);
    return writer.take();
}

} // namespace kubarium::api
