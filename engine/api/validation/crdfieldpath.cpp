#include "crdschema.h"

namespace kubarium::api {

namespace {

// Delimiters one by one, quoted texts with their quotes, and everything else up to the next delimiter.
std::string_view takeToken(std::string_view& rest)
{
    std::size_t length = rest.size();
    if (rest.starts_with('\'')) {
        for (std::size_t i = 1; i < rest.size(); ++i) {
            if (rest[i] == '\'' && rest[i - 1] != '\\') {
                length = i + 1;
                break;
            }
        }
    } else {
        length = std::min(std::max<std::size_t>(rest.find_first_of(".[]"), 1), rest.size());
    }
    const std::string_view token = rest.substr(0, length);
    rest.remove_prefix(length);
    return token;
}

// What stands between single quotes: a backslash may stand before a quote or another backslash.
std::optional<std::string> unescaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && (++i == text.size() || (text[i] != '\\' && text[i] != '\'')))
            return {};
        out += text[i];
    }
    return out;
}

class Walk {
public:
    explicit Walk(SchemaView schema) { m_found.schema = schema; }

    FoundField follow(std::string_view path, bool brackets)
    {
        while (!path.empty() && m_found.error.empty()) {
            const std::string_view token = takeToken(path);
            if (token == "[") {
                if (!brackets)
                    fail("array notation is not allowed");
                else
                    followKey(path);
            } else if (token == ".") {
                if (path.empty())
                    fail("unexpected end of JSON path");
                else
                    step(takeToken(path));
            } else {
                fail("expected [ or . but got: " + std::string(token));
            }
        }
        return m_found;
    }

private:
    void fail(std::string sentence) { m_found.error = std::move(sentence); }

    void followKey(std::string_view& path)
    {
        if (path.empty())
            return fail("unexpected end of JSON path");
        const std::string_view token = takeToken(path);
        if (token.size() < 2 || token.front() != '\'' || token.back() != '\'')
            return fail("expected single quoted string but got " + std::string(token));
        const std::optional<std::string> name = unescaped(token.substr(1, token.size() - 2));
        if (!name)
            return fail("invalid string literal: invalid syntax");
        step(*name);
        if (!m_found.error.empty())
            return;
        if (path.empty())
            return fail("unexpected end of JSON path");
        if (const std::string_view close = takeToken(path); close != "]")
            fail("expected ] but got " + std::string(close));
    }

    // Into a field, or into the values of a map, whose keys may be anything.
    void step(std::string_view name)
    {
        constexpr std::string_view nowhere = "does not refer to a valid field";
        if (!m_found.schema)
            return fail(std::string(nowhere));
        const SchemaView schema = *m_found.schema;
        const bool named = !schema.members("properties").empty();
        if (!named && !schema.has("additionalProperties"))
            return fail(std::string(nowhere));
        if (m_found.path.empty())
            m_found.root = name;
        if (named) {
            m_found.path += (m_found.path.empty() ? "" : ".") + std::string(name);
            m_found.schema = schema.property(name);
            if (!m_found.schema)
                fail(std::string(nowhere));
        } else {
            m_found.path += '[' + std::string(name) + ']';
            m_found.schema = schema.additionalProperties();
        }
    }

    FoundField m_found;
};

} // namespace

FoundField fieldAt(SchemaView schema, std::string_view path, bool brackets)
{
    return Walk(schema).follow(path, brackets);
}

} // namespace kubarium::api
