#include "yamlgrammar.h"

#include <algorithm>
#include <initializer_list>
#include <unordered_map>

namespace kubarium::api {

namespace {

using Kind = YamlToken::Kind;

class Grammar {
public:
    Grammar(std::string_view text, std::size_t firstLine, std::size_t maxDepth, Arena& arena, YamlTree& tree)
        : m_scanner(text, arena),
          m_firstLine(firstLine),
          m_maxDepth(maxDepth),
          m_arena(arena),
          m_tree(tree)
    {
    }

    std::optional<YamlProblem> read()
    {
        if (!document() && !m_problem)
            m_problem = m_scanner.problem();
        return std::move(m_problem);
    }

private:
    // Where a node stands decides what may begin there.
    enum class Context : std::uint8_t { Block, BlockInMapping, Flow };

    bool next(const YamlToken*& token) // false: the scanner is stuck
    {
        token = m_scanner.peek();
        return token != nullptr;
    }

    bool takeThenNext(const YamlToken*& token)
    {
        m_scanner.take();
        return next(token);
    }

    static bool isOneOf(const YamlToken& token, std::initializer_list<Kind> kinds)
    {
        return std::find(kinds.begin(), kinds.end(), token.kind) != kinds.end();
    }

    Mark mark(const YamlPlace& place) const
    {
        return {static_cast<std::uint32_t>(m_firstLine + place.line), static_cast<std::uint32_t>(place.column + 1)};
    }

    bool fail(std::string sentence, const YamlPlace& place, YamlProblem::Stage stage = YamlProblem::Stage::Parser)
    {
        m_problem = YamlProblem{stage, std::move(sentence), place, place};
        return false;
    }

    bool document();
    bool directives(const YamlToken*& token);
    bool node(Context context);
    bool alias(const YamlToken& token);
    bool content(Context context, const YamlToken& token, const YamlTree::Properties& properties);
    bool nodeUnless(std::initializer_list<Kind> kinds, Context context);
    bool nested(NodeKind kind, bool (Grammar::*collection)(), const YamlPlace& place,
        const YamlTree::Properties& properties = {});
    bool blockSequence();
    bool unindentedSequence();
    bool blockMapping();
    bool flowSequence();
    bool flowPair();
    bool flowMapping();

    YamlScanner m_scanner;
    std::size_t m_firstLine;
    std::size_t m_maxDepth;
    std::size_t m_depth = 0;
    Arena& m_arena;
    YamlTree& m_tree;
    std::unordered_map<std::string_view, std::string_view> m_handles{{"!", "!"}, {"!!", standardYamlTag}};
    std::optional<YamlProblem> m_problem;
};

bool Grammar::document()
{
    const YamlToken* token = nullptr;
    if (!next(token))
        return false;
    if (token->kind == Kind::StreamEnd)
        return true;
    const bool isExplicit = isOneOf(*token, {Kind::VersionDirective, Kind::TagDirective, Kind::DocumentStart});
    if (isExplicit) {
        if (!directives(token))
            return false;
        if (token->kind != Kind::DocumentStart)
            return fail("did not find expected <document start>", token->place);
        m_scanner.take();
    }
    if (isExplicit ? !nodeUnless(
            {Kind::VersionDirective, Kind::TagDirective, Kind::DocumentStart, Kind::DocumentEnd, Kind::StreamEnd},
            Context::Block)
                   : !node(Context::Block))
        return false;
    return next(token); // whatever follows ends the document; it only has to be a token
}

bool Grammar::directives(const YamlToken*& token)
{
    bool versioned = false;
    std::unordered_map<std::string_view, std::string_view> handles;
    for (; isOneOf(*token, {Kind::VersionDirective, Kind::TagDirective});) {
        if (token->kind == Kind::VersionDirective) {
            if (versioned)
                return fail("found duplicate %YAML directive", token->place);
            if (token->text != "1.1" && token->text != "01.01" && token->text != "1.01" && token->text != "01.1")
                return fail("found incompatible YAML document", token->place);
            versioned = true;
        } else if (!handles.emplace(token->text, token->suffix).second) {
            return fail("found duplicate %TAG directive", token->place);
        }
        if (!takeThenNext(token))
            return false;
    }
    handles.merge(m_handles); // the standard ones, where they were not redefined
    m_handles = std::move(handles);
    return true;
}

// An empty node if one of `kinds` comes next.
bool Grammar::nodeUnless(std::initializer_list<Kind> kinds, Context context)
{
    const YamlToken* token = nullptr;
    if (!next(token))
        return false;
    if (!isOneOf(*token, kinds))
        return node(context);
    m_tree.empty({});
    return true;
}

bool Grammar::node(Context context)
{
    const YamlToken* token = nullptr;
    if (!next(token))
        return false;
    if (token->kind == Kind::Alias)
        return alias(*token);
    YamlTree::Properties properties;
    bool hasTag = false;
    std::string_view handle;
    YamlPlace tagPlace;
    for (; (token->kind == Kind::Anchor && properties.anchor.empty()) || (token->kind == Kind::Tag && !hasTag);) {
        if (token->kind == Kind::Anchor) {
            properties.anchor = token->text;
        } else {
            hasTag = true;
            handle = token->text;
            properties.tag = token->suffix;
            tagPlace = token->place;
        }
        if (!takeThenNext(token))
            return false;
    }
    if (hasTag && !handle.empty()) {
        const auto prefix = m_handles.find(handle);
        if (prefix == m_handles.end())
            return fail("found undefined tag handle", tagPlace);
        properties.tag = m_arena.copy(std::string(prefix->second) + std::string(properties.tag));
    }
    return content(context, *token, properties);
}

bool Grammar::alias(const YamlToken& token)
{
    if (!m_tree.alias(token.text, mark(token.place))) {
        // Not the parser's own error: go-yaml finds it when it builds its tree, and names no line.
        fail("unknown anchor '" + std::string(token.text) + "' referenced", token.place);
        m_problem->blamed = {};
        return false;
    }
    m_scanner.take();
    return true;
}

bool Grammar::content(Context context, const YamlToken& token, const YamlTree::Properties& properties)
{
    const YamlPlace place = token.place;
    switch (token.kind) {
    case Kind::Scalar:
        m_tree.scalar({token.text, token.isPlain, token.isStored}, mark(place), properties);
        m_scanner.take();
        return true;
    case Kind::FlowSequenceStart:
        return nested(NodeKind::Sequence, &Grammar::flowSequence, place, properties);
    case Kind::FlowMappingStart:
        return nested(NodeKind::Mapping, &Grammar::flowMapping, place, properties);
    case Kind::BlockSequenceStart:
        if (context != Context::Flow)
            return nested(NodeKind::Sequence, &Grammar::blockSequence, place, properties);
        break;
    case Kind::BlockMappingStart:
        if (context != Context::Flow)
            return nested(NodeKind::Mapping, &Grammar::blockMapping, place, properties);
        break;
    case Kind::BlockEntry:
        if (context == Context::BlockInMapping)
            return nested(NodeKind::Sequence, &Grammar::unindentedSequence, place, properties);
        break;
    default:
        break;
    }
    if (properties.anchor.empty() && properties.tag.empty())
        return fail("did not find expected node content", place);
    m_tree.empty(properties);
    return true;
}

bool Grammar::nested(
    NodeKind kind, bool (Grammar::*collection)(), const YamlPlace& place, const YamlTree::Properties& properties)
{
    if (++m_depth > m_maxDepth)
        return fail("nested deeper than " + std::to_string(m_maxDepth) + " levels", place, YamlProblem::Stage::Limit);
    m_tree.open(kind, mark(place), properties);
    if (!(this->*collection)())
        return false;
    m_tree.close();
    --m_depth;
    return true;
}

bool Grammar::blockSequence()
{
    const YamlToken* token = nullptr;
    if (!takeThenNext(token))
        return false;
    while (token->kind == Kind::BlockEntry) {
        m_scanner.take();
        if (!nodeUnless({Kind::BlockEntry, Kind::BlockEnd}, Context::Block) || !next(token))
            return false;
    }
    if (token->kind != Kind::BlockEnd)
        return fail("did not find expected '-' indicator", token->place);
    m_scanner.take();
    return true;
}

// key:
// - the dashes stand where the key stands, so the sequence has no beginning and no end of its own
bool Grammar::unindentedSequence()
{
    const YamlToken* token = nullptr;
    if (!next(token))
        return false;
    while (token->kind == Kind::BlockEntry) {
        m_scanner.take();
        if (!nodeUnless({Kind::BlockEntry, Kind::Key, Kind::Value, Kind::BlockEnd}, Context::Block) || !next(token))
            return false;
    }
    return true;
}

bool Grammar::blockMapping()
{
    const YamlToken* token = nullptr;
    if (!takeThenNext(token))
        return false;
    while (token->kind == Kind::Key) {
        m_scanner.take();
        if (!nodeUnless({Kind::Key, Kind::Value, Kind::BlockEnd}, Context::BlockInMapping) || !next(token))
            return false;
        if (token->kind == Kind::Value) {
            m_scanner.take();
            if (!nodeUnless({Kind::Key, Kind::Value, Kind::BlockEnd}, Context::BlockInMapping))
                return false;
        } else {
            m_tree.empty({});
        }
        if (!next(token))
            return false;
    }
    if (token->kind != Kind::BlockEnd)
        return fail("did not find expected key", token->place);
    m_scanner.take();
    return true;
}

bool Grammar::flowSequence()
{
    const YamlToken* token = nullptr;
    if (!takeThenNext(token))
        return false;
    for (bool first = true; token->kind != Kind::FlowSequenceEnd; first = false) {
        if (!first) {
            if (token->kind != Kind::FlowEntry)
                return fail("did not find expected ',' or ']'", token->place);
            if (!takeThenNext(token))
                return false;
            if (token->kind == Kind::FlowSequenceEnd)
                break; // a comma after the last
        }
        if (token->kind == Kind::Key ? !nested(NodeKind::Mapping, &Grammar::flowPair, token->place)
                                     : !node(Context::Flow))
            return false;
        if (!next(token))
            return false;
    }
    m_scanner.take();
    return true;
}

// [a: 1] is a list of one mapping.
bool Grammar::flowPair()
{
    const YamlToken* token = nullptr;
    if (!takeThenNext(token))
        return false;
    if (isOneOf(*token, {Kind::Value, Kind::FlowEntry, Kind::FlowSequenceEnd})) {
        m_scanner.take(); // go-yaml loses the token behind an empty key
        m_tree.empty({});
    } else if (!node(Context::Flow)) {
        return false;
    }
    if (!next(token))
        return false;
    if (token->kind != Kind::Value) {
        m_tree.empty({});
        return true;
    }
    m_scanner.take();
    return nodeUnless({Kind::FlowEntry, Kind::FlowSequenceEnd}, Context::Flow);
}

bool Grammar::flowMapping()
{
    const YamlToken* token = nullptr;
    if (!takeThenNext(token))
        return false;
    for (bool first = true; token->kind != Kind::FlowMappingEnd; first = false) {
        if (!first) {
            if (token->kind != Kind::FlowEntry)
                return fail("did not find expected ',' or '}'", token->place);
            if (!takeThenNext(token))
                return false;
            if (token->kind == Kind::FlowMappingEnd)
                break;
        }
        if (token->kind == Kind::Key) {
            m_scanner.take();
            if (!nodeUnless({Kind::Value, Kind::FlowEntry, Kind::FlowMappingEnd}, Context::Flow) || !next(token))
                return false;
            if (token->kind == Kind::Value) {
                m_scanner.take();
                if (!nodeUnless({Kind::FlowEntry, Kind::FlowMappingEnd}, Context::Flow))
                    return false;
            } else {
                m_tree.empty({});
            }
        } else {
            if (!node(Context::Flow)) // {a, b}: keys without values
                return false;
            m_tree.empty({});
        }
        if (!next(token))
            return false;
    }
    m_scanner.take();
    return true;
}

} // namespace

std::optional<YamlProblem> readYamlDocument(
    std::string_view text, std::size_t firstLine, std::size_t maxDepth, Arena& arena, YamlTree& tree)
{
    return Grammar(text, firstLine, maxDepth, arena, tree).read();
}

} // namespace kubarium::api
