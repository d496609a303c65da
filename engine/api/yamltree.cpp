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
    const auto single = node.scalar.ends_with("Inf") ? std::numeric_limits<float>::infinity()
                                                     : static_cast<float>(parseDecimal(node.scalar).value);
    if (std::isinf(single))
        return node.scalar.starts_with('-') ? "-.inf" : ".inf";
    // The fewest digits that tell this float from its neighbours.
    std::array<char, 32> digits;
    const char* const end =
        std::to_chars(digits.data(), digits.data() + digits.size(), single, std::chars_format::scientific).ptr;
    return goNumber(parseDecimal({digits.data(), end}).value);
}

} // namespace

void YamlTree::begin(Document& document, Mark start)
{
    m_document = &document;
    m_start = start;
    m_items.clear();
    m_members.clear();
    m_frames.clear();
    m_anchored.clear();
    m_anchors.clear();
    m_values = 1;
    m_aliasedValues = 0;
    m_aliasedBytes = 0;
    m_hasInfinite = false;
    m_bareKeys.clear();
    m_unsupportedKey.reset();
    m_refusal.reset();
}

void YamlTree::finish()
{
    std::sort(
        m_document->duplicates.begin(), m_document->duplicates.end(), [](const DuplicateKey& a, const DuplicateKey& b) {
            return std::pair(a.mark.line, a.mark.column) < std::pair(b.mark.line, b.mark.column);
        });
    if (m_refusal)
        return;
    m_refusal = std::move(m_unsupportedKey);
    const TreeNode* const infinite = !m_refusal && m_hasInfinite ? firstInfinite(m_document->root) : nullptr;
    if (infinite && isCore())
        refuse(Stage::Lab, "infinity and NaN are not allowed here", infinite->mark);
    else if (infinite)
        refuse(Stage::Convert, "json: unsupported value: " + std::string(infinite->scalar), infinite->mark);
}

void YamlTree::refuse(Stage stage, std::string message, Mark mark)
{
    if (!m_refusal)
        m_refusal = {stage, std::move(message), mark};
}

// ---------------------------------------------------------------------------------------------------------------------
// What the parser finds

void YamlTree::empty(const Properties& properties)
{
    scalar({{}, true, false}, borrowedMark(), properties);
}

void YamlTree::scalar(const ScalarText& text, Mark mark, const Properties& properties)
{
    const std::size_t anchor = noteAnchor(properties, mark);
    if (m_refusal)
        return;
    count(1, mark);
    Complete complete;
    complete.node.kind = NodeKind::String;
    complete.node.mark = mark;
    complete.isMergeKey =
        text.text == "<<" && ((text.isPlain && properties.tag.empty()) || properties.tag == "tag:yaml.org,2002:merge");
    if (isCore()) {
        describe(complete, resolveCore(text.isPlain, text.text), text);
    } else {
        YamlMeaning meaning = resolveForKubectl(properties.tag, text.isPlain, text.text);
        if (meaning.error)
            return refuse(Stage::Decode, *std::move(meaning.error), mark);
        // What is not UTF-8 in a !!binary becomes U+FFFD on the way to JSON.
        std::string storage;
        describe(complete, meaning.scalar,
            meaning.isBytes ? ScalarText{repairedUtf8(meaning.scalar.bytes, storage), false, false} : text);
    }
    place(complete, anchor);
}

bool YamlTree::alias(std::string_view anchor, Mark mark)
{
    const auto found = m_anchors.find(anchor);
    if (found == m_anchors.end())
        return false;
    if (m_refusal)
        return true;
    const Anchored& anchored = m_anchored[found->second];
    if (!anchored.complete) {
        refuse(Stage::Decode, "anchor '" + std::string(anchor) + "' value contains itself", mark);
        return true;
    }
    count(1 + anchored.value.count, mark);
    m_aliasedValues += anchored.value.count;
    if (isTooMuchAliasing(m_aliasedValues, m_values))
        refuse(Stage::Decode, "document contains excessive aliasing", mark);
    // A document may not grow beyond the limit of a request by repeating one long text.
    m_aliasedBytes += anchored.value.bytes;
    if (m_aliasedBytes > m_limits.bytes)
        refuse(
            Stage::Lab, "more than " + std::to_string(m_limits.bytes) + " bytes of text, with aliases expanded", mark);
    if (m_refusal)
        return true;
    Complete complete = anchored.value;
    ++complete.count;
    complete.isAlias = true;
    complete.isMergeKey = false;
    complete.node.mark = mark;
    place(complete, noAnchor);
    return true;
}

void YamlTree::open(NodeKind collection, Mark mark, const Properties& properties)
{
    const std::size_t anchor = noteAnchor(properties, mark);
    if (m_refusal)
        return;
    if (m_frames.size() >= m_limits.depth)
        return refuse(Stage::Lab, "nested deeper than " + std::to_string(m_limits.depth) + " levels", mark);
    count(1, mark);
    Frame frame;
    frame.kind = collection;
    frame.mark = mark;
    frame.anchor = anchor;
    frame.base = collection == NodeKind::Sequence ? m_items.size() : m_members.size();
    m_frames.push_back(std::move(frame));
}

void YamlTree::close()
{
    if (m_refusal)
        return;
    Arena& arena = m_document->arena();
    Complete complete;
    TreeNode& node = complete.node;
    const std::size_t base = m_frames.back().base;
    node.kind = m_frames.back().kind;
    node.mark = m_frames.back().mark;
    complete.count = m_frames.back().count;
    complete.bytes = m_frames.back().bytes;
    if (node.kind == NodeKind::Sequence) {
        node.items = arena.copy(std::span<const TreeNode>(m_items).subspan(base));
        m_items.resize(base);
    } else {
        const MemberOrder order = isCore() ? MemberOrder::Written : MemberOrder::ByKey;
        node.members = m_settle.settle(arena, std::span(m_members).subspan(base), order,
            [&](const Member& first, const Member& second) { addDuplicate(first, second); });
        m_members.resize(base);
    }
    const std::size_t anchor = m_frames.back().anchor;
    m_frames.pop_back();
    place(complete, anchor);
}

// ---------------------------------------------------------------------------------------------------------------------
// Where it goes

std::size_t YamlTree::noteAnchor(const Properties& properties, Mark mark)
{
    if (isCore() && !properties.anchor.empty())
        refuse(Stage::Lab, "anchors are not allowed here (&" + std::string(properties.anchor) + ")", mark);
    if (isCore() && !properties.tag.empty())
        refuse(Stage::Lab, "tags are not allowed here (" + std::string(properties.tag) + ")", mark);
    if (properties.anchor.empty())
        return noAnchor;
    m_anchors[properties.anchor] = m_anchored.size();
    m_anchored.push_back({});
    return m_anchored.size() - 1;
}

// Where a value would stand that is not there: its key lends its place, or the list that it is missing from.
Mark YamlTree::borrowedMark() const
{
    if (m_frames.empty())
        return m_start;
    return m_frames.back().hasKey ? m_frames.back().keyMark : m_frames.back().mark;
}

void YamlTree::place(const Complete& complete, std::size_t anchor)
{
    if (anchor != noAnchor)
        m_anchored[anchor] = {true, complete};
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
            return refuse(Stage::Lab, "merge keys (<<) are not allowed here", node.mark);
        --frame.count; // go-yaml does not count it
        frame.key = "<<";
        return;
    }
    const bool isCollection = node.kind == NodeKind::Sequence || node.kind == NodeKind::Mapping;
    if (isCollection && isCore())
        return refuse(Stage::Lab,
            node.kind == NodeKind::Mapping ? "a mapping cannot be a key; put { } in quotes if it is text"
                                           : "a list cannot be a key",
            node.mark);
    if (isCollection)
        return refuse(Stage::Decode, "invalid map key: " + goSyntax(node), node.mark);
    frame.key = keyText(complete);
    if (complete.type != YamlType::String)
        m_bareKeys.push_back(frame.key.data());
    if (complete.type == YamlType::Null && isCore())
        return refuse(Stage::Lab, "null cannot be a key", node.mark);
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
    const bool allMappings = std::all_of(
        node.items.begin(), node.items.end(), [](const TreeNode& item) { return item.kind == NodeKind::Mapping; });
    if (node.kind != NodeKind::Mapping && !(isList && allMappings))
        return refuse(Stage::Decode, "map merge requires map or sequence of maps as the value", frame.keyMark);
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

void YamlTree::describe(Complete& complete, const YamlScalar& meaning, const ScalarText& text)
{
    Arena& arena = m_document->arena();
    complete.type = meaning.type;
    TreeNode& node = complete.node;
    switch (meaning.type) {
    case YamlType::Null:
        node.kind = NodeKind::Null;
        break;
    case YamlType::Bool:
        node.kind = NodeKind::Bool;
        node.boolean = meaning.boolean;
        break;
    case YamlType::Int:
    case YamlType::Unsigned:
    case YamlType::Float:
        node.kind = NodeKind::Number;
        node.scalar = arena.copy(meaning.number);
        node.integral = meaning.isFinite() && meaning.number.find_first_of(".e") == std::string::npos;
        m_hasInfinite |= !meaning.isFinite();
        break;
    case YamlType::String:
        node.scalar = text.isStored ? text.text : arena.copy(text.text);
        break;
    }
    complete.bytes = node.scalar.size();
    const bool mayBeKey = !m_frames.empty() && m_frames.back().kind == NodeKind::Mapping && !m_frames.back().hasKey;
    if (isCore() && mayBeKey)
        complete.written = meaning.type == YamlType::String ? node.scalar : arena.copy(text.text);
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

void YamlTree::count(std::size_t values, Mark mark)
{
    m_values += values;
    if (m_values > m_limits.nodes)
        refuse(Stage::Lab, "more than " + std::to_string(m_limits.nodes) + " values, with aliases expanded", mark);
}

void YamlTree::addDuplicate(const Member& first, const Member& second)
{
    if (isCore())
        refuse(Stage::Lab,
            "the key " + goQuoted(second.key) + " is already set on line " + std::to_string(first.mark.line),
            second.mark);
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

const TreeNode* YamlTree::firstInfinite(const TreeNode& node) const
{
    if (node.kind == NodeKind::Number && (node.scalar.ends_with("Inf") || node.scalar == "NaN"))
        return &node;
    for (const TreeNode& item : node.items) {
        if (const TreeNode* const found = firstInfinite(item))
            return found;
    }
    for (const Member& member : node.members) {
        if (const TreeNode* const found = firstInfinite(member.value))
            return found;
    }
    return nullptr;
}

} // namespace kubarium::api
