#include "yamlgrammar.h"

#include <algorithm>
#include <initializer_list>

namespace kubarium::api {

namespace {

using Kind = YamlToken::Kind;
using Step = YamlShape::Step;

class Grammar {
public:
    Grammar(std::string_view text, std::size_t maxDepth) : m_scanner(text), m_maxDepth(maxDepth), m_size(text.size()) {}

    YamlVerdict judge()
    {
        if (!document() && !m_problem)
            m_problem = m_scanner.problem();
        m_verdict.problem = std::move(m_problem);
        return std::move(m_verdict);
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
    bool fail(std::string sentence, const YamlPlace& place, YamlProblem::Stage stage = YamlProblem::Stage::Parser)
    {
        m_problem = YamlProblem{stage, std::move(sentence), place, place};
        return false;
    }
    void empty() { m_verdict.shape.add(Step::Scalar); }

    bool document();
    bool directives(const YamlToken*& token);
    bool node(Context context);
    bool content(Context context, bool hasTag, bool hasAnchor, const YamlToken& token);
    bool nodeUnless(std::initializer_list<Kind> kinds, Context context);
    bool nested(Step step, bool (Grammar::*collection)(), const YamlPlace& place);
    bool blockSequence();
    bool unindentedSequence();
    bool blockMapping();
    bool flowSequence();
    bool flowPair();
    bool flowMapping();

    YamlScanner m_scanner;
    std::size_t m_maxDepth;
    std::size_t m_size;
    std::size_t m_depth = 0;
    std::vector<std::string_view> m_handles{"!", "!!"};
    std::vector<std::string_view> m_anchors;
    std::optional<YamlProblem> m_problem;
    YamlVerdict m_verdict;
};

bool Grammar::document()
{
    const YamlToken* token = nullptr;
    if (!next(token))
        return false;
    if (token->kind == Kind::StreamEnd) {
        m_verdict.empty = true;
        return true;
    }
    const bool isExplicit = isOneOf(*token, {Kind::VersionDirective, Kind::TagDirective, Kind::DocumentStart});
    if (isExplicit) {
        if (!directives(token))
            return false;
        if (token->kind != Kind::DocumentStart)
            return fail("did not find expected <document start>", token->place);
        m_scanner.take();
    }
    if (isExplicit
            ? !nodeUnless({Kind::VersionDirective, Kind::TagDirective, Kind::DocumentStart, Kind::DocumentEnd, Kind::StreamEnd}, Context::Block)
            : !node(Context::Block))
        return false;
    // Whatever token follows ends the document; it only has to be one.
    if (!next(token))
        return false;
    m_verdict.end = token->kind == Kind::StreamEnd ? m_size : token->place.position;
    return true;
}

bool Grammar::directives(const YamlToken*& token)
{
    bool versioned = false;
    for (; isOneOf(*token, {Kind::VersionDirective, Kind::TagDirective});) {
        if (token->kind == Kind::VersionDirective) {
            if (versioned)
                return fail("found duplicate %YAML directive", token->place);
            if (token->text != "1.1" && token->text != "01.01" && token->text != "1.01" && token->text != "01.1")
                return fail("found incompatible YAML document", token->place);
            versioned = true;
        } else {
            const bool redefinesStandard = token->text == "!" || token->text == "!!";
            if (!redefinesStandard && std::find(m_handles.begin(), m_handles.end(), token->text) != m_handles.end())
                return fail("found duplicate %TAG directive", token->place);
            m_handles.push_back(token->text);
        }
        if (!takeThenNext(token))
            return false;
    }
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
    empty();
    return true;
}

bool Grammar::node(Context context)
{
    const YamlToken* token = nullptr;
    if (!next(token))
        return false;
    if (token->kind == Kind::Alias) {
        if (std::find(m_anchors.begin(), m_anchors.end(), token->text) == m_anchors.end()) {
            // Not the parser's own error: go-yaml finds it when it builds the tree, and names no line.
            fail("unknown anchor '" + std::string(token->text) + "' referenced", token->place);
            m_problem->blamed = {};
            return false;
        }
        m_verdict.shape.add(Step::Alias);
        m_scanner.take();
        return true;
    }
    bool hasAnchor = false;
    bool hasTag = false;
    std::string_view anchor;
    std::string_view handle;
    YamlPlace tagPlace;
    for (; (token->kind == Kind::Anchor && !hasAnchor) || (token->kind == Kind::Tag && !hasTag);) {
        if (token->kind == Kind::Anchor) {
            hasAnchor = true;
            anchor = token->text;
        } else {
            hasTag = true;
            handle = token->text;
            tagPlace = token->place;
        }
        if (!takeThenNext(token))
            return false;
    }
    if (!handle.empty() && std::find(m_handles.begin(), m_handles.end(), handle) == m_handles.end())
        return fail("found undefined tag handle", tagPlace);
    if (hasAnchor)
        m_anchors.push_back(anchor);
    return content(context, hasTag, hasAnchor, *token);
}

bool Grammar::content(Context context, bool hasTag, bool hasAnchor, const YamlToken& token)
{
    const YamlPlace place = token.place;
    switch (token.kind) {
    case Kind::Scalar:
        m_verdict.shape.add(Step::Scalar);
        m_scanner.take();
        return true;
    case Kind::FlowSequenceStart:
        return nested(Step::Sequence, &Grammar::flowSequence, place);
    case Kind::FlowMappingStart:
        return nested(Step::Mapping, &Grammar::flowMapping, place);
    case Kind::BlockSequenceStart:
        if (context != Context::Flow)
            return nested(Step::Sequence, &Grammar::blockSequence, place);
        break;
    case Kind::BlockMappingStart:
        if (context != Context::Flow)
            return nested(Step::Mapping, &Grammar::blockMapping, place);
        break;
    case Kind::BlockEntry:
        if (context == Context::BlockInMapping)
            return nested(Step::Sequence, &Grammar::unindentedSequence, place);
        break;
    default:
        break;
    }
    if (!hasTag && !hasAnchor)
        return fail("did not find expected node content", place);
    m_verdict.shape.add(hasTag ? Step::EmptyTagged : Step::Scalar);
    return true;
}

bool Grammar::nested(Step step, bool (Grammar::*collection)(), const YamlPlace& place)
{
    if (++m_depth > m_maxDepth)
        return fail("nested deeper than " + std::to_string(m_maxDepth) + " levels", place, YamlProblem::Stage::Limit);
    m_verdict.shape.add(step);
    if (!(this->*collection)())
        return false;
    m_verdict.shape.add(Step::End);
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
            empty();
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
        if (token->kind == Kind::Key ? !nested(Step::Mapping, &Grammar::flowPair, token->place) : !node(Context::Flow))
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
        empty();
    } else if (!node(Context::Flow)) {
        return false;
    }
    if (!next(token))
        return false;
    if (token->kind != Kind::Value) {
        empty();
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
                empty();
            }
        } else {
            if (!node(Context::Flow)) // {a, b}: keys without values
                return false;
            empty();
        }
        if (!next(token))
            return false;
    }
    m_scanner.take();
    return true;
}

} // namespace

YamlVerdict judgeYaml(std::string_view text, std::size_t maxDepth) { return Grammar(text, maxDepth).judge(); }

} // namespace kubarium::api
