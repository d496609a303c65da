#include "yamltree.h"

#include "decimal.h"
#include "goformat.h"
#include "unicode.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace kubarium::api {

namespace {

using Stage = YamlRefusal::Stage;
using Step = YamlShape::Step;

bool isAscii(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

// How much of a document go-yaml lets aliases make: nearly all of a small one, a tenth of a large one.
bool isTooMuchAliasing(std::size_t aliased, std::size_t values)
{
    constexpr double low = 400'000;
    constexpr double high = 4'000'000;
    if (aliased <= 100 || values <= 1000)
        return false;
    const double all = static_cast<double>(values);
    const double allowed = all <= low ? 0.99 : all >= high ? 0.10 : 0.99 - 0.89 * (all - low) / (high - low);
    return static_cast<double>(aliased) / all > allowed;
}

// A float as a key: go-yaml's conversion goes through 32 bits.
std::string floatKey(const TreeNode& node)
{
    if (node.scalar == "NaN")
        return ".nan";
    const auto single = node.scalar.ends_with("Inf") ? std::numeric_limits<float>::infinity() : static_cast<float>(parseDecimal(node.scalar).value);
    if (std::isinf(single))
        return node.scalar.starts_with('-') ? "-.inf" : ".inf";
    // The fewest digits that tell this float from its neighbours.
    std::array<char, 32> digits;
    const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), single, std::chars_format::scientific).ptr;
    return goNumber(parseDecimal({digits.data(), end}).value);
}

} // namespace

void YamlTree::setText(std::string_view text, std::size_t firstLine)
{
    m_text = text;
    m_firstLine = firstLine;
    m_ascii = isAscii(text);
    m_columnLine = 0;
    m_columnPosition = 0;
    m_column = 0;
}

void YamlTree::begin(Document& document)
{
    m_document = &document;
    m_documentMark = markAt(0, 0);
    m_items.clear();
    m_members.clear();
    m_frames.clear();
    m_anchors.clear();
    m_shape = {};
    m_values = 1;
    m_aliasedValues = 0;
    m_aliasedBytes = 0;
    m_hasInfinite = false;
    m_bareKeys.clear();
    m_unsupportedKey.reset();
}

void YamlTree::finish()
{
    std::sort(m_document->duplicates.begin(), m_document->duplicates.end(), [](const DuplicateKey& a, const DuplicateKey& b) {
        return std::pair(a.mark.line, a.mark.column) < std::pair(b.mark.line, b.mark.column);
    });
    if (m_unsupportedKey)
        throw *m_unsupportedKey;
    if (m_hasInfinite)
        refuseInfinite(m_document->root);
}

// ---------------------------------------------------------------------------------------------------------------------
// Places

Mark YamlTree::markAt(std::size_t line, std::size_t column) const
{
    return {static_cast<std::uint32_t>(m_firstLine + line), static_cast<std::uint32_t>(column + 1)};
}

// yaml-cpp counts bytes from zero; people count characters from one.
Mark YamlTree::markOf(const YAML::Mark& mark)
{
    const auto line = static_cast<std::size_t>(mark.line);
    const auto position = std::min(static_cast<std::size_t>(mark.pos), m_text.size());
    if (m_ascii)
        return markAt(line, static_cast<std::size_t>(mark.column));
    if (line != m_columnLine || position < m_columnPosition) {
        m_columnLine = line;
        m_columnPosition = position - std::min(position, static_cast<std::size_t>(mark.column));
        m_column = 0;
    }
    for (; m_columnPosition < position; ++m_columnPosition)
        m_column += (static_cast<unsigned char>(m_text[m_columnPosition]) & 0xC0U) != 0x80;
    return markAt(line, m_column);
}

// ---------------------------------------------------------------------------------------------------------------------
// Events

void YamlTree::OnDocumentStart(const YAML::Mark& mark) { m_documentMark.line = markOf(mark).line; }

void YamlTree::OnAnchor(const YAML::Mark& mark, const std::string& name)
{
    if (isCore())
        refuse(Stage::Lab, "anchors are not allowed here (&" + name + ")", markOf(mark));
    m_anchors.push_back({name, false, {}});
}

void YamlTree::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor)
{
    m_shape.add(Step::Scalar);
    count(1);
    Complete complete;
    complete.type = YamlType::Null;
    // The mark of a value that is not there is the next token's; its key lends one, or the list it stands in.
    const Frame* const frame = m_frames.empty() ? nullptr : &m_frames.back();
    if (isWrittenNull(static_cast<std::size_t>(mark.pos)))
        complete.node.mark = markOf(mark);
    else
        complete.node.mark = !frame ? m_documentMark : frame->hasKey ? frame->keyMark : frame->mark;
    place(complete, anchor);
}

void YamlTree::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor)
{
    if (isCore())
        refuse(Stage::Lab, "aliases are not allowed here", markOf(mark));
    m_shape.add(Step::Alias);
    const Anchored& anchored = m_anchors.at(anchor - 1);
    if (!anchored.complete)
        refuse(Stage::Decode, "anchor '" + anchored.name + "' value contains itself", markOf(mark));
    count(1 + anchored.value.count);
    m_aliasedValues += anchored.value.count;
    if (isTooMuchAliasing(m_aliasedValues, m_values))
        refuse(Stage::Decode, "document contains excessive aliasing", markOf(mark));
    // A document may not grow beyond the limit of a request by repeating one long text.
    m_aliasedBytes += anchored.value.bytes;
    if (m_aliasedBytes > m_limits.bytes)
        refuse(Stage::Lab, "more than " + std::to_string(m_limits.bytes) + " bytes of text, with aliases expanded", markOf(mark));
    Complete complete = anchored.value;
    ++complete.count;
    complete.isAlias = true;
    complete.isMergeKey = false;
    complete.node.mark = markOf(mark);
    place(complete, 0);
}

void YamlTree::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value)
{
    m_shape.add(Step::Scalar);
    place(scalar(mark, tag, value), anchor);
}

void YamlTree::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value)
{
    m_shape.add(Step::Sequence);
    open(NodeKind::Sequence, mark, tag, anchor);
    m_frames.back().base = m_items.size();
}

void YamlTree::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value)
{
    m_shape.add(Step::Mapping);
    open(NodeKind::Mapping, mark, tag, anchor);
    m_frames.back().base = m_members.size();
}

void YamlTree::OnSequenceEnd()
{
    TreeNode node;
    const Frame& frame = m_frames.back();
    node.items = m_document->arena().copy(std::span<const TreeNode>(m_items).subspan(frame.base));
    m_items.resize(frame.base);
    const Frame closed = close(node);
    Complete complete;
    complete.node = node;
    complete.count = closed.count;
    complete.bytes = closed.bytes;
    place(complete, closed.anchor);
}

void YamlTree::OnMapEnd()
{
    TreeNode node;
    const std::size_t base = m_frames.back().base;
    const MemberOrder order = isCore() ? MemberOrder::Written : MemberOrder::ByKey;
    node.members = m_settle.settle(m_document->arena(), std::span(m_members).subspan(base), order,
        [&](const Member& first, const Member& second) { addDuplicate(first, second); });
    m_members.resize(base);
    const Frame closed = close(node);
    Complete complete;
    complete.node = node;
    complete.count = closed.count;
    complete.bytes = closed.bytes;
    place(complete, closed.anchor);
}

// ---------------------------------------------------------------------------------------------------------------------
// Collections

void YamlTree::open(NodeKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor)
{
    if (isCore() && tag != yamltag::plain && tag != yamltag::quoted && !tag.empty())
        refuse(Stage::Lab, "tags are not allowed here (" + tag + ")", markOf(mark));
    if (m_frames.size() >= m_limits.depth)
        refuse(Stage::Lab, "nested deeper than " + std::to_string(m_limits.depth) + " levels", markOf(mark));
    count(1);
    Frame frame;
    frame.kind = kind;
    frame.mark = markOf(mark);
    frame.anchor = anchor;
    frame.base = 0;
    m_frames.push_back(std::move(frame));
}

YamlTree::Frame YamlTree::close(TreeNode& node)
{
    Frame frame = std::move(m_frames.back());
    m_frames.pop_back();
    node.kind = frame.kind;
    node.mark = frame.mark;
    return frame;
}

void YamlTree::place(Complete complete, YAML::anchor_t anchor)
{
    if (anchor != 0 && anchor <= m_anchors.size()) {
        Anchored& anchored = m_anchors[anchor - 1];
        anchored.complete = true;
        anchored.value = complete;
    }
    if (m_frames.empty()) {
        m_document->root = complete.node;
        return;
    }
    Frame& frame = m_frames.back();
    frame.count += complete.count;
    frame.bytes += complete.bytes;
    if (frame.kind == NodeKind::Sequence) {
        m_items.push_back(complete.node);
        ++frame.items;
    } else if (frame.hasKey) {
        placeValue(frame, complete);
    } else {
        placeKey(frame, complete);
    }
}

void YamlTree::placeKey(Frame& frame, const Complete& complete)
{
    const TreeNode& node = complete.node;
    frame.hasKey = true;
    frame.keyMark = node.mark;
    frame.mergesValue = complete.isMergeKey;
    frame.unsupportedKey.clear();
    if (complete.isMergeKey) {
        if (isCore())
            refuse(Stage::Lab, "merge keys (<<) are not allowed here", node.mark);
        --frame.count; // go-yaml does not count it
        frame.key = "<<";
        return;
    }
    const bool isCollection = node.kind == NodeKind::Sequence || node.kind == NodeKind::Mapping;
    if (isCollection && isCore())
        refuse(Stage::Lab, node.kind == NodeKind::Mapping ? "a mapping cannot be a key; put what stands in { } in quotes" : "a list cannot be a key", node.mark);
    if (isCollection)
        refuse(Stage::Decode, "invalid map key: " + goSyntax(node), node.mark);
    frame.key = keyText(complete);
    if (complete.type != YamlType::String)
        m_bareKeys.push_back(frame.key.data());
    if (complete.type == YamlType::Null && isCore())
        refuse(Stage::Lab, "null cannot be a key", node.mark);
    if (complete.type == YamlType::Null)
        frame.unsupportedKey = "unsupported map key of type: %!s(<nil>), key: <nil>, value: ";
    if (complete.type == YamlType::Unsigned && !isCore())
        frame.unsupportedKey = "unsupported map key of type: uint64, key: " + goSyntax(node) + ", value: ";
}

void YamlTree::placeValue(Frame& frame, const Complete& complete)
{
    frame.hasKey = false;
    if (frame.mergesValue)
        return merge(frame, complete);
    if (!frame.unsupportedKey.empty() && !m_unsupportedKey) {
        const std::string value = complete.node.kind == NodeKind::Null ? "<nil>" : goSyntax(complete.node);
        m_unsupportedKey = {Stage::Convert, frame.unsupportedKey + value, frame.keyMark};
    }
    m_members.push_back({{frame.key, frame.keyMark, complete.node}});
}

// <<: {…} or a list of such. What comes later in the mapping wins over what came before it, written or merged; within
// the list the earlier wins.
void YamlTree::merge(const Frame& frame, const Complete& complete)
{
    const TreeNode& node = complete.node;
    const bool isList = node.kind == NodeKind::Sequence && !complete.isAlias;
    const bool allMappings = std::all_of(node.items.begin(), node.items.end(), [](const TreeNode& item) { return item.kind == NodeKind::Mapping; });
    if (node.kind != NodeKind::Mapping && !(isList && allMappings))
        refuse(Stage::Decode, "map merge requires map or sequence of maps as the value", frame.keyMark);
    if (node.kind == NodeKind::Mapping)
        mergeMembers(node);
    for (auto item = node.items.rbegin(); item != node.items.rend(); ++item)
        mergeMembers(*item);
}

void YamlTree::mergeMembers(const TreeNode& mapping)
{
    // Members are shared, not copied, but each does take room in this mapping too.
    for (const Member& member : mapping.members)
        m_members.push_back({member, true});
}

// ---------------------------------------------------------------------------------------------------------------------
// Scalars

YamlTree::Complete YamlTree::scalar(const YAML::Mark& mark, const std::string& tag, const std::string& value)
{
    count(1);
    Complete complete;
    complete.node.kind = NodeKind::String;
    complete.node.mark = markOf(mark);
    if (isCore()) {
        if (tag != yamltag::plain && tag != yamltag::quoted)
            refuse(Stage::Lab, "tags are not allowed here (" + tag + ")", complete.node.mark);
        complete.isMergeKey = tag == yamltag::plain && value == "<<";
        describe(complete, resolveCore(tag == yamltag::plain, value), value);
        return complete;
    }
    complete.isMergeKey = value == "<<" && (tag == yamltag::plain || tag == yamltag::merge);
    YamlMeaning meaning = resolveForKubectl(tag, value);
    if (meaning.error)
        refuse(Stage::Decode, *std::move(meaning.error), complete.node.mark);
    if (meaning.isBytes) {
        // What is not UTF-8 in there becomes U+FFFD on the way to JSON.
        std::string storage;
        describe(complete, meaning.scalar, repairedUtf8(meaning.scalar.bytes, storage));
    } else {
        describe(complete, meaning.scalar, value);
    }
    return complete;
}

void YamlTree::describe(Complete& complete, const YamlScalar& scalar, std::string_view text)
{
    Arena& arena = m_document->arena();
    complete.type = scalar.type;
    TreeNode& node = complete.node;
    switch (scalar.type) {
    case YamlType::Null:
        node.kind = NodeKind::Null;
        break;
    case YamlType::Bool:
        node.kind = NodeKind::Bool;
        node.boolean = scalar.boolean;
        break;
    case YamlType::Int:
    case YamlType::Unsigned:
    case YamlType::Float:
        node.kind = NodeKind::Number;
        node.scalar = arena.copy(scalar.number);
        node.integral = scalar.isFinite() && scalar.number.find_first_of(".e") == std::string::npos;
        m_hasInfinite |= !scalar.isFinite();
        break;
    case YamlType::String:
        node.scalar = arena.copy(text);
        break;
    }
    complete.bytes = node.scalar.size();
    const bool mayBeKey = !m_frames.empty() && m_frames.back().kind == NodeKind::Mapping && !m_frames.back().hasKey;
    if (isCore() && mayBeKey)
        complete.written = scalar.type == YamlType::String ? node.scalar : arena.copy(text);
}

// JSON's keys are strings: 1 becomes "1" and yes becomes "true"; in lessons they stay as written.
std::string_view YamlTree::keyText(const Complete& complete)
{
    const TreeNode& node = complete.node;
    if (isCore())
        return complete.written;
    switch (complete.type) {
    case YamlType::Null:
        return {};
    case YamlType::Bool:
        return node.boolean ? "true" : "false";
    case YamlType::Float:
        return m_document->arena().copy(floatKey(node));
    default:
        return node.scalar;
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Limits, duplicates, sentences

void YamlTree::count(std::size_t values)
{
    m_values += values;
    if (m_values > m_limits.nodes)
        refuse(Stage::Lab, "more than " + std::to_string(m_limits.nodes) + " values, with aliases expanded", m_documentMark);
}

void YamlTree::addDuplicate(const Member& first, const Member& second)
{
    if (isCore())
        refuse(Stage::Lab, "the key " + goQuoted(second.key) + " is already set on line " + std::to_string(first.mark.line), second.mark);
    std::string path = pathOfLast();
    if (!path.empty())
        path += '.';
    path += second.key;
    m_document->duplicates.push_back({std::move(path), second.key, second.mark, first.mark});
}

// The path of the collection that is about to end.
std::string YamlTree::pathOfLast() const
{
    std::string path;
    for (const Frame& frame : std::span(m_frames).first(m_frames.size() - 1)) {
        if (frame.kind == NodeKind::Sequence) {
            path += '[' + std::to_string(frame.items) + ']';
        } else {
            if (!path.empty())
                path += '.';
            path += frame.key;
        }
    }
    return path;
}

bool YamlTree::isWrittenNull(std::size_t position) const
{
    const std::string_view rest = m_text.substr(std::min(position, m_text.size()));
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
        if (rest.starts_with(word))
            return rest.size() == word.size() || std::string_view(" \t\n\r,]}").find(rest[word.size()]) != std::string_view::npos;
    }
    return false;
}

// What Go's %#v prints. Go prints all of it; here a sentence ends somewhere.
void YamlTree::appendGoSyntax(std::string& out, const TreeNode& node) const
{
    constexpr std::size_t longEnough = 4096;
    const auto separate = [&](bool first) {
        const bool goesOn = out.size() < longEnough;
        out += !goesOn ? "..." : first ? "" : ", ";
        return goesOn;
    };
    switch (node.kind) {
    case NodeKind::Null:
        out += "interface {}(nil)";
        break;
    case NodeKind::Bool:
        out += node.boolean ? "true" : "false";
        break;
    case NodeKind::String:
        out += goQuoted(node.scalar.substr(0, longEnough));
        break;
    case NodeKind::Number: {
        std::uint64_t magnitude = 0;
        const char* const end = node.scalar.data() + node.scalar.size();
        const bool isUnsigned = node.integral && std::from_chars(node.scalar.data(), end, magnitude).ec == std::errc()
            && magnitude > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        std::array<char, 16> hex{};
        if (isUnsigned)
            out.append("0x").append(hex.data(), std::to_chars(hex.data(), hex.data() + hex.size(), magnitude, 16).ptr);
        else
            out += node.scalar;
        break;
    }
    case NodeKind::Sequence:
        out += "[]interface {}{";
        for (const TreeNode& item : node.items) {
            if (!separate(&item == node.items.data()))
                break;
            appendGoSyntax(out, item);
        }
        out += '}';
        break;
    case NodeKind::Mapping:
        out += "map[interface {}]interface {}{";
        for (const Member& member : node.members) {
            if (!separate(&member == node.members.data()))
                break;
            const bool bare = std::find(m_bareKeys.begin(), m_bareKeys.end(), member.key.data()) != m_bareKeys.end();
            out += bare ? std::string(member.key) : goQuoted(member.key.substr(0, longEnough));
            out += ':';
            appendGoSyntax(out, member.value);
        }
        out += '}';
        break;
    }
}

std::string YamlTree::goSyntax(const TreeNode& node) const
{
    std::string text;
    appendGoSyntax(text, node);
    return text;
}

void YamlTree::refuseInfinite(const TreeNode& node) const
{
    const bool isInfinite = node.kind == NodeKind::Number && (node.scalar.ends_with("Inf") || node.scalar == "NaN");
    if (isInfinite && isCore())
        refuse(Stage::Lab, "infinity and NaN are not allowed here", node.mark);
    if (isInfinite)
        refuse(Stage::Convert, "json: unsupported value: " + std::string(node.scalar), node.mark);
    for (const TreeNode& item : node.items)
        refuseInfinite(item);
    for (const Member& member : node.members)
        refuseInfinite(member.value);
}

void YamlTree::refuse(Stage stage, std::string message, Mark mark) { throw YamlRefusal{stage, std::move(message), mark}; }

} // namespace kubarium::api
