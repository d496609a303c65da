#include "objecttree.h"

#include <algorithm>
#include <array>

namespace kubarium::store {

namespace {

constexpr std::size_t width = 32;

struct Entry {
    api::Text namespace_; // of a leaf's object, or of the first one below a child
    api::Text name;
    Place place() const noexcept { return {namespace_, name}; }
};

} // namespace

// A leaf holds objects, an inner node holds children; `entries` names both.
struct ObjectTree::Node {
    std::atomic<std::uint32_t> refs{0};
    bool leaf = true;
    std::uint32_t count = 0;
    std::size_t objects = 0; // at or below this node
    std::array<Entry, width> entries;
    std::array<api::ObjectPtr, width> values;                  // of a leaf
    std::array<boost::intrusive_ptr<Node>, width> children;    // of an inner node

    Node() = default;
    Node(const Node& other)
        : leaf(other.leaf), count(other.count), objects(other.objects), entries(other.entries), values(other.values), children(other.children)
    {
    }

    // The first entry whose place is not before `place`.
    std::uint32_t lowerBound(const Place& place) const noexcept
    {
        return static_cast<std::uint32_t>(
            std::lower_bound(entries.begin(), entries.begin() + count, place,
                             [](const Entry& entry, const Place& wanted) { return entry.place() < wanted; })
            - entries.begin());
    }
    // The child under which `place` belongs.
    std::uint32_t childFor(const Place& place) const noexcept
    {
        const std::uint32_t index = lowerBound(place);
        if (index < count && entries[index].place() == place)
            return index;
        return index == 0 ? 0 : index - 1;
    }

    void open(std::uint32_t index)
    {
        std::move_backward(entries.begin() + index, entries.begin() + count, entries.begin() + count + 1);
        if (leaf)
            std::move_backward(values.begin() + index, values.begin() + count, values.begin() + count + 1);
        else
            std::move_backward(children.begin() + index, children.begin() + count, children.begin() + count + 1);
        ++count;
    }
    void close(std::uint32_t index)
    {
        std::move(entries.begin() + index + 1, entries.begin() + count, entries.begin() + index);
        if (leaf)
            std::move(values.begin() + index + 1, values.begin() + count, values.begin() + index);
        else
            std::move(children.begin() + index + 1, children.begin() + count, children.begin() + index);
        --count;
        entries[count] = Entry();
        values[count] = api::ObjectPtr();
        children[count].reset();
    }
    std::size_t counted() const noexcept
    {
        if (leaf)
            return count;
        std::size_t sum = 0;
        for (std::uint32_t i = 0; i < count; ++i)
            sum += children[i]->objects;
        return sum;
    }
};

void intrusive_ptr_add_ref(ObjectTree::Node* node) noexcept { node->refs.fetch_add(1, std::memory_order_relaxed); }

void intrusive_ptr_release(ObjectTree::Node* node) noexcept
{
    if (node->refs.fetch_sub(1, std::memory_order_acq_rel) == 1)
        delete node;
}

namespace {

using Node = ObjectTree::Node;
using NodePtr = boost::intrusive_ptr<Node>;

// The node for this writer alone. Nodes above it are own already, so one count means nobody else can reach it.
Node& own(NodePtr& node)
{
    if (node->refs.load(std::memory_order_acquire) > 1)
        node = NodePtr(new Node(*node));
    return *node;
}

Entry firstOf(const Node& node) { return node.entries[0]; }

// The upper half of a full node, taken off it.
NodePtr split(Node& node)
{
    NodePtr right(new Node);
    right->leaf = node.leaf;
    const std::uint32_t kept = node.count / 2;
    right->count = node.count - kept;
    for (std::uint32_t i = 0; i < right->count; ++i) {
        right->entries[i] = std::exchange(node.entries[kept + i], Entry());
        right->values[i] = std::exchange(node.values[kept + i], api::ObjectPtr());
        right->children[i] = std::exchange(node.children[kept + i], nullptr);
    }
    node.count = kept;
    right->objects = right->counted();
    node.objects = node.counted();
    return right;
}

// Puts below a node that is not full; answers what was there before.
api::ObjectPtr putBelow(Node& node, const Place& place, const api::ObjectPtr& object)
{
    if (node.leaf) {
        const std::uint32_t index = node.lowerBound(place);
        if (index < node.count && node.entries[index].place() == place)
            return std::exchange(node.values[index], object);
        node.open(index);
        node.entries[index] = {object.meta().namespace_, object.meta().name};
        node.values[index] = object;
        ++node.objects;
        return {};
    }
    std::uint32_t index = node.childFor(place);
    if (own(node.children[index]).count == width) {
        NodePtr right = split(*node.children[index]);
        node.open(index + 1);
        node.entries[index + 1] = firstOf(*right);
        node.children[index + 1] = std::move(right);
        if (!(place < node.entries[index + 1].place()))
            ++index;
    }
    Node& child = own(node.children[index]);
    api::ObjectPtr before = putBelow(child, place, object);
    node.entries[index] = firstOf(child);
    if (!before)
        ++node.objects;
    return before;
}

api::ObjectPtr eraseBelow(Node& node, const Place& place)
{
    const std::uint32_t index = node.leaf ? node.lowerBound(place) : node.childFor(place);
    if (node.leaf) {
        api::ObjectPtr gone = node.values[index];
        node.close(index);
        --node.objects;
        return gone;
    }
    Node& child = own(node.children[index]);
    api::ObjectPtr gone = eraseBelow(child, place);
    --node.objects;
    if (child.count == 0) {
        node.close(index);
        return gone;
    }
    node.entries[index] = firstOf(child);
    // Neighbours that fit into one node twice over become one, so that a tree that shrank is small again.
    if (index + 1 < node.count && child.count + node.children[index + 1]->count <= width / 2) {
        const Node& next = *node.children[index + 1];
        for (std::uint32_t i = 0; i < next.count; ++i) {
            child.entries[child.count] = next.entries[i];
            child.values[child.count] = next.values[i];
            child.children[child.count] = next.children[i];
            ++child.count;
        }
        child.objects = child.counted();
        node.close(index + 1);
    }
    return gone;
}

bool visitBelow(const Node& node, const Place& first, const ObjectTree::Visitor& visitor)
{
    if (node.leaf) {
        for (std::uint32_t i = node.lowerBound(first); i < node.count; ++i) {
            if (!visitor(node.values[i]))
                return false;
        }
        return true;
    }
    for (std::uint32_t i = node.childFor(first); i < node.count; ++i) {
        if (!visitBelow(*node.children[i], first, visitor))
            return false;
    }
    return true;
}

} // namespace

// In etcd a key is "namespace/name", and a slash comes before any letter but behind a dash: "a-b/x" stands before "a/x".
std::strong_ordering operator<=>(const Place& a, const Place& b) noexcept
{
    if (a.namespace_ == b.namespace_)
        return a.name <=> b.name;
    const std::size_t common = std::min(a.namespace_.size(), b.namespace_.size());
    if (const auto order = a.namespace_.substr(0, common) <=> b.namespace_.substr(0, common); order != 0)
        return order;
    const auto next = [common](std::string_view text) { return common < text.size() ? static_cast<unsigned char>(text[common]) : '/'; };
    return next(a.namespace_) <=> next(b.namespace_);
}

Place placeOf(const api::ObjectPtr& object) noexcept { return {object.meta().namespace_, object.meta().name}; }

ObjectTree::ObjectTree() noexcept = default;
ObjectTree::ObjectTree(const ObjectTree&) noexcept = default;
ObjectTree::ObjectTree(ObjectTree&&) noexcept = default;
ObjectTree& ObjectTree::operator=(const ObjectTree&) noexcept = default;
ObjectTree& ObjectTree::operator=(ObjectTree&&) noexcept = default;
ObjectTree::~ObjectTree() = default;

std::size_t ObjectTree::size() const noexcept { return m_root ? m_root->objects : 0; }

api::ObjectPtr ObjectTree::find(const Place& place) const noexcept
{
    const Node* node = m_root.get();
    if (!node)
        return {};
    while (!node->leaf)
        node = node->children[node->childFor(place)].get();
    const std::uint32_t index = node->lowerBound(place);
    return index < node->count && node->entries[index].place() == place ? node->values[index] : api::ObjectPtr();
}

api::ObjectPtr ObjectTree::put(const api::ObjectPtr& object)
{
    if (!m_root)
        m_root = NodePtr(new Node);
    if (own(m_root).count == width) {
        NodePtr right = split(*m_root);
        NodePtr root(new Node);
        root->leaf = false;
        root->count = 2;
        root->objects = m_root->objects + right->objects;
        root->entries[0] = firstOf(*m_root);
        root->entries[1] = firstOf(*right);
        root->children[0] = std::move(m_root);
        root->children[1] = std::move(right);
        m_root = std::move(root);
    }
    return putBelow(*m_root, placeOf(object), object);
}

api::ObjectPtr ObjectTree::erase(const Place& place)
{
    if (!find(place)) // so that a miss copies no node
        return {};
    api::ObjectPtr gone = eraseBelow(own(m_root), place);
    while (m_root && !m_root->leaf && m_root->count == 1)
        m_root = NodePtr(m_root->children[0]);
    if (m_root->count == 0)
        m_root.reset();
    return gone;
}

void ObjectTree::visit(const Place& first, const Visitor& visitor) const
{
    if (m_root)
        visitBelow(*m_root, first, visitor);
}

std::size_t ObjectTree::countFrom(const Place& first) const noexcept
{
    const Node* node = m_root.get();
    if (!node)
        return 0;
    std::size_t behind = 0;
    while (!node->leaf) {
        const std::uint32_t index = node->childFor(first);
        for (std::uint32_t i = index + 1; i < node->count; ++i)
            behind += node->children[i]->objects;
        node = node->children[index].get();
    }
    return behind + node->count - node->lowerBound(first);
}

} // namespace kubarium::store
