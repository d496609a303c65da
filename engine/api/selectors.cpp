#include "selectors.h"

#include "encode.h"
#include "fielderror.h"
#include "goformat.h"
#include "names.h"
#include "utf8.h"

#include <algorithm>
#include <array>

namespace kubarium::api {

namespace {

using Operator = LabelRequirement::Operator;

std::string joined(std::span<const std::string> parts, std::string_view separator)
{
    std::string out;
    for (const std::string& part : parts) {
        if (&part != parts.data())
            out += separator;
        out += part;
    }
    return out;
}

void checkKey(FieldErrors& errors, std::string_view key, const FieldPath& path)
{
    if (const Objections objections = isQualifiedName(key); !objections.empty())
        errors.push_back(invalid(path, key, joined(objections, "; ")));
}

std::string shownList(const List<Text>& values)
{
    std::string out;
    for (const Text& value : values) {
        out += out.empty() ? '[' : ',';
        appendJsonString(out, value);
    }
    return out.empty() ? "null" : out + ']';
}

// The objection to the number of values, if there is one.
std::string_view miscount(Operator op, std::size_t count) noexcept
{
    switch (op) {
    case Operator::In:
    case Operator::NotIn:
        return count > 0 ? "" : "for 'in', 'notin' operators, values set can't be empty";
    case Operator::Equals:
    case Operator::DoubleEquals:
    case Operator::NotEquals:
        return count == 1 ? "" : "exact-match compatibility requires one single value";
    case Operator::Exists:
    case Operator::DoesNotExist:
        return count == 0 ? "" : "values set must be empty for exists and does not exist";
    case Operator::GreaterThan:
    case Operator::LessThan:
        break;
    }
    return count == 1 ? "" : "for 'Gt', 'Lt' operators, exactly one value is required";
}

bool compares(Operator op) noexcept
{
    return op == Operator::GreaterThan || op == Operator::LessThan;
}

std::string_view sign(Operator op) noexcept
{
    static constexpr std::array<std::string_view, 9> signs{" in ", " notin ", "=", "==", "!=", "", "", ">", "<"};
    return signs[static_cast<std::size_t>(op)];
}

enum class TokenKind : std::uint8_t {
    End,
    Word,
    In,
    NotIn,
    Equals,
    DoubleEquals,
    NotEquals,
    Not,
    Greater,
    Less,
    Open,
    Close,
    Comma
};

struct Token {
    TokenKind kind = TokenKind::End;
    std::string_view text; // what an error shows; empty at the end
};

bool isSpace(char c) noexcept
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool isSign(char c) noexcept
{
    return std::string_view("=!(),><").find(c) != std::string_view::npos;
}

// Words and signs. A zero byte ends the text where a token would begin, and is passed over right behind one: the
// server's lexer takes it for the end of its input.
class Lexer {
public:
    explicit Lexer(std::string_view text) : m_rest(text) { }

    Token next()
    {
        while (!m_rest.empty() && isSpace(m_rest.front()))
            m_rest.remove_prefix(1);
        if (m_rest.empty() || m_rest.front() == '\0') {
            m_rest = {};
            return {};
        }
        const std::string_view text = m_rest.substr(0, isSign(m_rest.front()) ? signLength() : wordLength());
        m_rest.remove_prefix(text.size());
        if (m_rest.starts_with('\0'))
            m_rest.remove_prefix(1);
        return {kindOf(text), text};
    }

private:
    std::size_t signLength() const noexcept { return m_rest.starts_with("==") || m_rest.starts_with("!=") ? 2 : 1; }

    std::size_t wordLength() const noexcept
    {
        const auto* const end =
            std::find_if(m_rest.begin(), m_rest.end(), [](char c) { return c == '\0' || isSign(c) || isSpace(c); });
        return static_cast<std::size_t>(end - m_rest.begin());
    }

    static TokenKind kindOf(std::string_view text) noexcept
    {
        struct Keyword {
            std::string_view text;
            TokenKind kind;
        };

        static constexpr std::array<Keyword, 11> keywords{{
            {"in", TokenKind::In},
            {"notin", TokenKind::NotIn},
            {"=", TokenKind::Equals},
            {"==", TokenKind::DoubleEquals},
            {"!=", TokenKind::NotEquals},
            {"!", TokenKind::Not},
            {">", TokenKind::Greater},
            {"<", TokenKind::Less},
            {"(", TokenKind::Open},
            {")", TokenKind::Close},
            {",", TokenKind::Comma},
        }};
        for (const Keyword& keyword : keywords) {
            if (keyword.text == text)
                return keyword.kind;
        }
        return TokenKind::Word;
    }

    std::string_view m_rest;
};

// "in" and "notin" are operators only where an operator is expected: "in in (in)" is a selector.
bool isWord(const Token& token) noexcept
{
    return token.kind == TokenKind::Word || token.kind == TokenKind::In || token.kind == TokenKind::NotIn;
}

bool beginsRequirement(const Token& token) noexcept
{
    return isWord(token) || token.kind == TokenKind::Not;
}

std::string found(const Token& token, std::string_view what)
{
    return "found '" + std::string(token.text) + "'" + std::string(what);
}

class LabelParser {
public:
    explicit LabelParser(std::string_view text) : m_lexer(text), m_token(m_lexer.next()) { }

    Parsed<LabelMatcher> parse()
    {
        std::vector<LabelRequirement> requirements;
        while (m_token.kind != TokenKind::End) {
            if (!beginsRequirement(m_token))
                return Refusal{found(m_token, ", expected: !, identifier, or 'end of string'")};
            Parsed<LabelRequirement> requirement = parseRequirement();
            if (!requirement)
                return Refusal{"unable to parse requirement: " + requirement.error()};
            requirements.push_back(*std::move(requirement));
            if (m_token.kind == TokenKind::End)
                break;
            if (m_token.kind != TokenKind::Comma)
                return Refusal{found(m_token, ", expected: ',' or 'end of string'")};
            take();
            if (!beginsRequirement(m_token))
                return Refusal{found(m_token, ", expected: identifier after ','")};
        }
        return LabelMatcher(std::move(requirements));
    }

private:
    Token take() { return std::exchange(m_token, m_lexer.next()); }

    Parsed<LabelRequirement> parseRequirement()
    {
        const bool absent = m_token.kind == TokenKind::Not;
        if (absent)
            take();
        const Token key = take();
        if (!isWord(key))
            return Refusal{found(key, ", expected: identifier")};
        FieldErrors errors;
        checkKey(errors, key.text, FieldPath());
        if (!errors.empty())
            return Refusal{summary(errors)};
        if (absent)
            return LabelRequirement::make(key.text, Operator::DoesNotExist, {});
        if (m_token.kind == TokenKind::End || m_token.kind == TokenKind::Comma)
            return LabelRequirement::make(key.text, Operator::Exists, {});

        const Token sign = take();
        switch (sign.kind) {
        case TokenKind::In:
            return parseSet(key.text, Operator::In);
        case TokenKind::NotIn:
            return parseSet(key.text, Operator::NotIn);
        case TokenKind::Equals:
            return parseExact(key.text, Operator::Equals);
        case TokenKind::DoubleEquals:
            return parseExact(key.text, Operator::DoubleEquals);
        case TokenKind::NotEquals:
            return parseExact(key.text, Operator::NotEquals);
        case TokenKind::Greater:
            return parseExact(key.text, Operator::GreaterThan);
        case TokenKind::Less:
            return parseExact(key.text, Operator::LessThan);
        default:
            return Refusal{found(sign, ", expected: in, notin, =, ==, !=, gt, lt")};
        }
    }

    Parsed<LabelRequirement> parseExact(std::string_view key, Operator op)
    {
        if (m_token.kind == TokenKind::End || m_token.kind == TokenKind::Comma)
            return LabelRequirement::make(key, op, {Text("")});
        const Token value = take();
        if (!isWord(value))
            return Refusal{found(value, ", expected: identifier")};
        return LabelRequirement::make(key, op, {Text(value.text)});
    }

    // (a,b): sorted, each value once; nothing before, between or behind commas is the empty value.
    Parsed<LabelRequirement> parseSet(std::string_view key, Operator op)
    {
        if (m_token.kind != TokenKind::Open)
            return Refusal{found(m_token, " expected: '('")};
        take();
        if (!isWord(m_token) && m_token.kind != TokenKind::Comma && m_token.kind != TokenKind::Close)
            return Refusal{found(m_token, ", expected: ',', ')' or identifier")};
        std::vector<std::string_view> values;
        while (true) {
            if (isWord(m_token)) {
                values.push_back(take().text);
                if (m_token.kind != TokenKind::Comma && m_token.kind != TokenKind::Close)
                    return Refusal{found(m_token, ", expected: ',' or ')'")};
            } else if (m_token.kind == TokenKind::Comma || m_token.kind == TokenKind::Close) {
                values.emplace_back();
            } else {
                return Refusal{found(m_token, ", expected: ',', or identifier")};
            }
            if (take().kind == TokenKind::Close)
                break;
        }
        std::sort(values.begin(), values.end());
        values.erase(std::unique(values.begin(), values.end()), values.end());
        List<Text> list;
        for (const std::string_view value : values)
            list.push_back(value);
        return LabelRequirement::make(key, op, std::move(list));
    }

    Lexer m_lexer;
    Token m_token;
};

// Field selectors know one kind of escape: a backslash before a backslash, a comma or an equals sign of the value.
bool isEscaped(char c) noexcept
{
    return c == '\\' || c == ',' || c == '=';
}

Parsed<std::string> unescaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            const std::size_t length = i + 1 < text.size() ? utf8Length(text, i + 1) : 0;
            const std::string_view behind = text.substr(i + 1, length);
            if (behind.empty() || !isEscaped(behind.front()))
                return Refusal{"invalid field selector: invalid escape sequence: \\" + std::string(behind)};
            ++i;
        } else if (isEscaped(text[i])) {
            // Go prints the number of the character here.
            return Refusal{"invalid field selector: unescaped character in value: " + std::to_string(text[i])};
        }
        out += text[i];
    }
    return out;
}

std::vector<std::string_view> fieldTerms(std::string_view text)
{
    std::vector<std::string_view> terms;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == ',') {
            terms.push_back(text.substr(start, i - start));
            start = i + 1;
        }
    }
    terms.push_back(text.substr(start));
    std::sort(terms.begin(), terms.end());
    std::erase(terms, std::string_view());
    return terms;
}

} // namespace

Parsed<LabelRequirement> LabelRequirement::make(Text key, Operator op, List<Text> values)
{
    const FieldPath at("values");
    FieldErrors errors;
    checkKey(errors, key, FieldPath("key"));
    if (const std::string_view objection = miscount(op, values.size()); !objection.empty())
        errors.push_back(invalidShown(at, shownList(values), objection));
    for (std::size_t i = 0; compares(op) && i < values.size(); ++i) {
        if (!goInteger(values[i]))
            errors.push_back(invalid(at.index(i), values[i], "for 'Gt', 'Lt' operators, the value must be an integer"));
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (const Objections objections = isLabelValue(values[i]); !objections.empty())
            errors.push_back(invalid(at.index(i).key(key), values[i], joined(objections, "; ")));
    }
    if (!errors.empty())
        return Refusal{summary(errors)};
    return LabelRequirement(std::move(key), op, std::move(values));
}

bool LabelRequirement::hasValue(std::string_view value) const noexcept
{
    return std::any_of(m_values.begin(), m_values.end(), [value](const Text& wanted) { return wanted == value; });
}

bool LabelRequirement::matches(const Map<Text>& labels) const noexcept
{
    const Text* const value = labels.find(m_key);
    switch (m_operator) {
    case Operator::In:
    case Operator::Equals:
    case Operator::DoubleEquals:
        return value && hasValue(*value);
    case Operator::NotIn:
    case Operator::NotEquals:
        return !value || !hasValue(*value);
    case Operator::Exists:
        return value;
    case Operator::DoesNotExist:
        return !value;
    case Operator::GreaterThan:
    case Operator::LessThan:
        break;
    }
    const std::optional<std::int64_t> number = value ? goInteger(*value) : std::nullopt;
    const std::optional<std::int64_t> bound = goInteger(m_values.front());
    return number && bound && (m_operator == Operator::GreaterThan ? *number > *bound : *number < *bound);
}

std::string LabelRequirement::text() const
{
    std::string out = m_operator == Operator::DoesNotExist ? "!" : "";
    out += m_key.view();
    out += sign(m_operator);
    const bool isSet = m_operator == Operator::In || m_operator == Operator::NotIn;
    if (isSet)
        out += '(';
    std::vector<std::string_view> sorted(m_values.begin(), m_values.end());
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (i > 0)
            out += ',';
        out += sorted[i];
    }
    if (isSet)
        out += ')';
    return out;
}

LabelMatcher::LabelMatcher(std::vector<LabelRequirement> requirements) : m_requirements(std::move(requirements))
{
    std::stable_sort(m_requirements.begin(), m_requirements.end(),
        [](const LabelRequirement& a, const LabelRequirement& b) { return a.key() < b.key(); });
}

LabelMatcher LabelMatcher::nothing()
{
    LabelMatcher matcher;
    matcher.m_nothing = true;
    return matcher;
}

LabelMatcher LabelMatcher::of(const Map<Text>& labels)
{
    LabelMatcher matcher;
    matcher.m_requirements.reserve(labels.size());
    for (const auto& [key, value] : labels) // sorted already
        matcher.m_requirements.push_back(LabelRequirement(key, Operator::Equals, {value}));
    return matcher;
}

Parsed<LabelMatcher> LabelMatcher::parse(std::string_view text)
{
    return LabelParser(text).parse();
}

bool LabelMatcher::matches(const Map<Text>& labels) const noexcept
{
    return !m_nothing
        && std::all_of(m_requirements.begin(), m_requirements.end(),
            [&labels](const LabelRequirement& requirement) { return requirement.matches(labels); });
}

std::optional<std::string_view> LabelMatcher::exactValue(std::string_view key) const noexcept
{
    for (const LabelRequirement& requirement : m_requirements) {
        if (!(requirement.key() == key))
            continue;
        const bool exact = requirement.op() == Operator::Equals || requirement.op() == Operator::DoubleEquals
            || requirement.op() == Operator::In;
        if (!exact || requirement.values().size() != 1)
            return std::nullopt;
        return requirement.values().front().view();
    }
    return std::nullopt;
}

void LabelMatcher::add(LabelRequirement requirement)
{
    if (m_nothing)
        return; // nothing, restricted further, is still nothing
    const auto place = std::upper_bound(m_requirements.begin(), m_requirements.end(), requirement,
        [](const LabelRequirement& a, const LabelRequirement& b) { return a.key() < b.key(); });
    m_requirements.insert(place, std::move(requirement));
}

std::string LabelMatcher::text() const
{
    std::string out;
    for (const LabelRequirement& requirement : m_requirements) {
        if (!out.empty())
            out += ',';
        out += requirement.text();
    }
    return out;
}

std::string FieldRequirement::text() const
{
    std::string out(field.view());
    out += equal ? "=" : "!=";
    for (const char c : value.view()) {
        if (isEscaped(c))
            out += '\\';
        out += c;
    }
    return out;
}

Parsed<FieldMatcher> FieldMatcher::parse(std::string_view text)
{
    std::vector<FieldRequirement> requirements;
    for (const std::string_view term : fieldTerms(text)) {
        // The first operator divides the term: = or == or, with a ! in front, !=
        const std::size_t equals = term.find('=');
        if (equals == term.npos) {
            return Refusal{
                "invalid selector: '" + std::string(text) + "'; can't understand '" + std::string(term) + "'"};
        }
        const bool differs = equals > 0 && term[equals - 1] == '!';
        const bool doubled = !differs && term.substr(equals + 1).starts_with('=');
        Parsed<std::string> value = unescaped(term.substr(equals + (doubled ? 2 : 1)));
        if (!value)
            return Refusal{value.error()};
        requirements.push_back({term.substr(0, differs ? equals - 1 : equals), Text(*value), !differs});
    }
    return FieldMatcher(std::move(requirements));
}

std::optional<std::string_view> FieldMatcher::exactValue(std::string_view field) const noexcept
{
    for (const FieldRequirement& requirement : m_requirements) {
        if (requirement.equal && requirement.field == field)
            return requirement.value.view();
    }
    return std::nullopt;
}

std::string FieldMatcher::text() const
{
    std::string out;
    for (const FieldRequirement& requirement : m_requirements) {
        if (!out.empty())
            out += ',';
        out += requirement.text();
    }
    return out;
}

} // namespace kubarium::api
