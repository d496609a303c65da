#include "objecttree.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace kubarium::store {

// A node in two halves. The keys change only when objects come and go, so versions of a node share them: a write to an
// object copies pointers along its path, and nothing else.
//
// Keys of neighbours begin alike ("shop/web-5d8f9c7b6-…"). A node knows the bytes that all of its keys begin with and
// keeps the eight behind them of each key side by side, so that a search seldom has to look at a name itself.

namespace {

constexpr std::uint32_t width = 32;
constexpr std::size_t longestPrefix = 56;

struct Entry {
    api::Text namespace_;
    api::Text name;

    Place place() const noexcept { return {namespace_, name}; }
};

// The key is the bytes "namespace/name", without ever being put together.
unsigned char byteOf(const Place& place, std::size_t index) noexcept
{
    if (index < place.namespace_.size())
        return static_cast<unsigned char>(place.namespace_[index]);
    if (index == place.namespace_.size())
        return '/';
    const std::size_t inName = index - place.namespace_.size() - 1;
    return inName < place.name.size() ? static_cast<unsigned char>(place.name[inName]) : 0;
}

std::size_t sizeOf(const Place& place) noexcept
{
    return place.namespace_.size() + 1 + place.name.size();
}

// Eight bytes of the key from `skip` on, as a number that orders as they do.
std::uint64_t headOf(const Place& place, std::size_t skip) noexcept
{
    std::uint64_t head = 0;
    if (skip > place.namespace_.size()) { // the common case
        const std::size_t inName = skip - place.namespace_.size() - 1;
        if (inName < place.name.size())
            std::memcpy(&head, place.name.data() + inName, std::min<std::size_t>(8, place.name.size() - inName));
        static_assert(std::endian::native == std::endian::little);
        return __builtin_bswap64(head);
    }
    for (std::size_t i = 0; i < 8; ++i)
        head = head << 8 | byteOf(place, skip + i);
    return head;
}

} // namespace

struct ObjectTree::Node {
    struct Keys {
        std::atomic<std::uint32_t> refs{0};
        std::uint32_t skip = 0; // length of the prefix
        std::array<char, longestPrefix> prefix;
        std::array<std::uint64_t, width> heads;
        std::vector<Entry> entries; // of an inner node: the first key below each child; a leaf's objects have their own

        Keys() = default;

        Keys(const Keys& other) : skip(other.skip), prefix(other.prefix), heads(other.heads), entries(other.entries) { }

        friend void intrusive_ptr_add_ref(Keys* keys) noexcept { keys->refs.fetch_add(1, std::memory_order_relaxed); }

        friend void intrusive_ptr_release(Keys* keys) noexcept
        {
            if (keys->refs.fetch_sub(1, std::memory_order_acq_rel) == 1)
                delete keys;
        }
    };

    std::atomic<std::uint32_t> refs{0};
    const bool leaf;
    std::uint32_t count = 0;
    std::size_t objects = 0; // at or below this node
    boost::intrusive_ptr<Keys> keys{new Keys};

    explicit Node(bool isLeaf) : leaf(isLeaf) { }

    Node(const Node& other) : leaf(other.leaf), count(other.count), objects(other.objects), keys(other.keys) { }
};

namespace {

using Node = ObjectTree::Node;
using NodePtr = boost::intrusive_ptr<Node>;

struct Leaf : Node {
    std::array<api::ObjectPtr, width> values;

    Leaf() : Node(true) { }
};

struct Inner : Node {
    std::array<NodePtr, width> children;

    Inner() : Node(false) { }
};

Leaf& leafOf(Node& node)
{
    return static_cast<Leaf&>(node);
}

const Leaf& leafOf(const Node& node)
{
    return static_cast<const Leaf&>(node);
}

Inner& innerOf(Node& node)
{
    return static_cast<Inner&>(node);
}

const Inner& innerOf(const Node& node)
{
    return static_cast<const Inner&>(node);
}

NodePtr newNode(bool leaf)
{
    return leaf ? NodePtr(new Leaf) : NodePtr(new Inner);
}

// The node for this writer alone. Nodes above it are own already, so one count means nobody else can reach it.
Node& own(NodePtr& node)
{
    if (node->refs.load(std::memory_order_acquire) > 1)
        node = node->leaf ? NodePtr(new Leaf(leafOf(*node))) : NodePtr(new Inner(innerOf(*node)));
    return *node;
}

Node::Keys& ownKeys(Node& node)
{
    if (node.keys->refs.load(std::memory_order_acquire) > 1)
        node.keys = new Node::Keys(*node.keys);
    return *node.keys;
}

Place keyAt(const Node& node, std::uint32_t index) noexcept
{
    return node.leaf ? placeOf(leafOf(node).values[index]) : node.keys->entries[index].place();
}

// How the bytes that all keys begin with compare to those of a place.
std::strong_ordering comparePrefix(const Place& place, const Node::Keys& keys) noexcept
{
    const std::string_view prefix(keys.prefix.data(), keys.skip);
    const std::size_t inNamespace = std::min(prefix.size(), place.namespace_.size());
    if (const auto order = place.namespace_.substr(0, inNamespace) <=> prefix.substr(0, inNamespace); order != 0)
        return order;
    if (inNamespace == prefix.size())
        return std::strong_ordering::equal;
    if (prefix[inNamespace] != '/')
        return '/' <=> static_cast<unsigned char>(prefix[inNamespace]);
    const std::string_view rest = prefix.substr(inNamespace + 1);
    return place.name.substr(0, rest.size()) <=> rest;
}

// The first key that is not before `place`.
std::uint32_t lowerBound(const Node& node, const Place& place) noexcept
{
    const Node::Keys& keys = *node.keys;
    if (const auto order = comparePrefix(place, keys); order != 0)
        return order < 0 ? 0 : node.count;
    const std::uint64_t head = headOf(place, keys.skip);
    const auto begin = keys.heads.begin();
    const auto alike = std::equal_range(begin, begin + node.count, head);
    auto first = static_cast<std::uint32_t>(alike.first - begin);
    auto last = static_cast<std::uint32_t>(alike.second - begin);
    while (first < last) { // those that eight bytes do not tell apart
        const std::uint32_t middle = first + (last - first) / 2;
        if (keyAt(node, middle) < place)
            first = middle + 1;
        else
            last = middle;
    }
    return first;
}

bool isAt(const Node& node, std::uint32_t index, const Place& place) noexcept
{
    return index < node.count && keyAt(node, index) == place;
}

// The child under which `place` belongs.
std::uint32_t childFor(const Node& node, const Place& place) noexcept
{
    const std::uint32_t index = lowerBound(node, place);
    if (isAt(node, index, place))
        return index;
    return index == 0 ? 0 : index - 1;
}

// Works out anew what the keys have in common.
void rebuildHeads(Node& node)
{
    Node::Keys& keys = ownKeys(node);
    const Place first = keyAt(node, 0);
    const Place last = keyAt(node, node.count - 1);
    const std::size_t longest = std::min({longestPrefix, sizeOf(first), sizeOf(last)});
    keys.skip = 0;
    while (keys.skip < longest && byteOf(first, keys.skip) == byteOf(last, keys.skip)) {
        keys.prefix[keys.skip] = static_cast<char>(byteOf(first, keys.skip));
        ++keys.skip;
    }
    for (std::uint32_t i = 0; i < node.count; ++i)
        keys.heads[i] = headOf(keyAt(node, i), keys.skip);
}

// Makes room for an element; its value is set by the caller, who calls keyChanged() then.
void open(Node& node, std::uint32_t index)
{
    Node::Keys& keys = ownKeys(node);
    std::move_backward(
        keys.heads.begin() + index, keys.heads.begin() + node.count, keys.heads.begin() + node.count + 1);
    if (node.leaf) {
        auto& values = leafOf(node).values;
        std::move_backward(values.begin() + index, values.begin() + node.count, values.begin() + node.count + 1);
    } else {
        auto& children = innerOf(node).children;
        std::move_backward(children.begin() + index, children.begin() + node.count, children.begin() + node.count + 1);
        keys.entries.insert(keys.entries.begin() + index, Entry());
    }
    ++node.count;
}

void keyChanged(Node& node, std::uint32_t index)
{
    const Place place = keyAt(node, index);
    if (node.count <= 2 || comparePrefix(place, *node.keys) != 0)
        rebuildHeads(node);
    else
        ownKeys(node).heads[index] = headOf(place, node.keys->skip);
}

void close(Node& node, std::uint32_t index)
{
    Node::Keys& keys = ownKeys(node);
    std::move(keys.heads.begin() + index + 1, keys.heads.begin() + node.count, keys.heads.begin() + index);
    if (node.leaf) {
        auto& values = leafOf(node).values;
        std::move(values.begin() + index + 1, values.begin() + node.count, values.begin() + index);
        values[node.count - 1] = api::ObjectPtr();
    } else {
        auto& children = innerOf(node).children;
        std::move(children.begin() + index + 1, children.begin() + node.count, children.begin() + index);
        children[node.count - 1].reset();
        keys.entries.erase(keys.entries.begin() + index);
    }
    --node.count;
}

std::size_t countedIn(const Node& node) noexcept
{
    if (node.leaf)
        return node.count;
    std::size_t sum = 0;
    for (std::uint32_t i = 0; i < node.count; ++i)
        sum += innerOf(node).children[i]->objects;
    return sum;
}

// Moves elements of `from`, from `first` on, behind those of `to`.
void moveElements(Node& from, std::uint32_t first, Node& to)
{
    Node::Keys& keys = ownKeys(from);
    Node::Keys& target = ownKeys(to);
    for (std::uint32_t i = first; i < from.count; ++i) {
        if (from.leaf) {
            leafOf(to).values[to.count] = std::exchange(leafOf(from).values[i], api::ObjectPtr());
        } else {
            innerOf(to).children[to.count] = std::exchange(innerOf(from).children[i], nullptr);
            target.entries.push_back(std::move(keys.entries[i]));
        }
        ++to.count;
    }
    if (!from.leaf)
        keys.entries.resize(first);
    from.count = first;
    from.objects = countedIn(from);
    to.objects = countedIn(to);
    rebuildHeads(to);
    if (from.count > 0)
        rebuildHeads(from);
}

// The upper half of a full node, taken off it.
NodePtr split(Node& node)
{
    NodePtr right = newNode(node.leaf);
    moveElements(node, node.count / 2, *right);
    return right;
}

Entry firstOf(const Node& node)
{
    if (!node.leaf)
        return node.keys->entries[0];
    const api::ObjectMeta& meta = leafOf(node).values[0].meta();
    return {meta.namespace_, meta.name};
}

void setKey(Node& node, std::uint32_t index, Entry entry)
{
    if (node.keys->entries[index].place() == entry.place())
        return;
    ownKeys(node).entries[index] = std::move(entry);
    keyChanged(node, index);
}

// Puts below a node that is not full; answers what was there before.
api::ObjectPtr putBelow(Node& node, const Place& place, const api::ObjectPtr& object)
{
    if (node.leaf) {
        const std::uint32_t index = lowerBound(node, place);
        if (isAt(node, index, place))
            return std::exchange(leafOf(node).values[index], object);
        open(node, index);
        leafOf(node).values[index] = object;
        keyChanged(node, index);
        ++node.objects;
        return {};
    }
    std::uint32_t index = childFor(node, place);
    auto& children = innerOf(node).children;
    if (children[index]->count == width) {
        NodePtr right = split(own(children[index]));
        open(node, index + 1);
        children[index + 1] = std::move(right);
        ownKeys(node).entries[index + 1] = firstOf(*children[index + 1]);
        keyChanged(node, index + 1);
        if (!(place < keyAt(node, index + 1)))
            ++index;
    }
    Node& child = own(children[index]);
    api::ObjectPtr before = putBelow(child, place, object);
    if (!before) {
        ++node.objects;
        setKey(node, index, firstOf(child));
    }
    return before;
}

api::ObjectPtr eraseBelow(Node& node, const Place& place)
{
    if (node.leaf) {
        const std::uint32_t index = lowerBound(node, place);
        api::ObjectPtr gone = leafOf(node).values[index];
        close(node, index);
        --node.objects;
        return gone;
    }
    const std::uint32_t index = childFor(node, place);
    auto& children = innerOf(node).children;
    Node& child = own(children[index]);
    api::ObjectPtr gone = eraseBelow(child, place);
    --node.objects;
    if (child.count == 0) {
        close(node, index);
        return gone;
    }
    setKey(node, index, firstOf(child));
    // Neighbours that fit into one node twice over become one, so that a tree that shrank is small again.
    if (index + 1 < node.count && child.count + children[index + 1]->count <= width / 2) {
        moveElements(own(children[index + 1]), 0, child);
        close(node, index + 1);
    }
    return gone;
}

bool visitBelow(const Node& node, const Place& first, const ObjectTree::Visitor& visitor)
{
    if (node.leaf) {
        for (std::uint32_t i = lowerBound(node, first); i < node.count; ++i) {
            if (!visitor(leafOf(node).values[i]))
                return false;
        }
        return true;
    }
    for (std::uint32_t i = childFor(node, first); i < node.count; ++i) {
        if (!visitBelow(*innerOf(node).children[i], first, visitor))
            return false;
    }
    return true;
}

} // namespace

void intrusive_ptr_add_ref(ObjectTree::Node* node) noexcept
{
    node->refs.fetch_add(1, std::memory_order_relaxed);
}

void intrusive_ptr_release(ObjectTree::Node* node) noexcept
{
    if (node->refs.fetch_sub(1, std::memory_order_acq_rel) != 1)
        return;
    if (node->leaf)
        delete &leafOf(*node);
    else
        delete &innerOf(*node);
}

// In etcd a key is "namespace/name", and a slash comes before any letter but behind a dash: "a-b/x" stands before "a/x".
std::strong_ordering operator<=>(const Place& a, const Place& b) noexcept
{
    if (a.namespace_ == b.namespace_)
        return a.name <=> b.name;
    const std::size_t common = std::min(a.namespace_.size(), b.namespace_.size());
    if (const auto order = a.namespace_.substr(0, common) <=> b.namespace_.substr(0, common); order != 0)
        return order;
    const auto next = [common](std::string_view text) {
        return common < text.size() ? static_cast<unsigned char>(text[common]) : '/';
    };
    return next(a.namespace_) <=> next(b.namespace_);
}

Place placeOf(const api::ObjectPtr& object) noexcept
{
    return {object.meta().namespace_, object.meta().name};
}

ObjectTree::ObjectTree() noexcept = default;
ObjectTree::ObjectTree(const ObjectTree&) noexcept = default;
ObjectTree::ObjectTree(ObjectTree&&) noexcept = default;
ObjectTree& ObjectTree::operator=(const ObjectTree&) noexcept = default;
ObjectTree& ObjectTree::operator=(ObjectTree&&) noexcept = default;
ObjectTree::~ObjectTree() = default;

std::size_t ObjectTree::size() const noexcept
{
    return m_root ? m_root->objects : 0;
}

api::ObjectPtr ObjectTree::find(const Place& place) const noexcept
{
    const Node* node = m_root.get();
    if (!node)
        return {};
    while (!node->leaf)
        node = innerOf(*node).children[childFor(*node, place)].get();
    const std::uint32_t index = lowerBound(*node, place);
    return isAt(*node, index, place) ? leafOf(*node).values[index] : api::ObjectPtr();
}

const api::ObjectPtr* ObjectTree::Finder::find(const api::Text& namespace_, const api::Text& name) noexcept
{
    if (m_leaf && m_next < m_leaf->count) {
        const api::ObjectPtr& next = leafOf(*m_leaf).values[m_next];
        if (next.meta().name == name && next.meta().namespace_ == namespace_) {
            ++m_next;
            return &next;
        }
    }
    m_leaf = m_root.get();
    if (!m_leaf)
        return nullptr;
    const Place place{namespace_, name};
    while (!m_leaf->leaf)
        m_leaf = innerOf(*m_leaf).children[childFor(*m_leaf, place)].get();
    m_next = lowerBound(*m_leaf, place);
    return isAt(*m_leaf, m_next, place) ? &leafOf(*m_leaf).values[m_next++] : nullptr;
}

api::ObjectPtr ObjectTree::put(const api::ObjectPtr& object)
{
    if (!m_root)
        m_root = newNode(true);
    if (own(m_root).count == width) {
        NodePtr right = split(*m_root);
        NodePtr root = newNode(false);
        root->objects = m_root->objects + right->objects;
        root->count = 2;
        ownKeys(*root).entries = {firstOf(*m_root), firstOf(*right)};
        innerOf(*root).children[0] = std::move(m_root);
        innerOf(*root).children[1] = std::move(right);
        rebuildHeads(*root);
        m_root = std::move(root);
    }
    return putBelow(*m_root, placeOf(object), object);
}

api::ObjectPtr ObjectTree::erase(const Place& place)
{
    if (!find(place)) // so that a miss copies no node
        return {};
    api::ObjectPtr gone = eraseBelow(own(m_root), place);
    while (!m_root->leaf && m_root->count == 1)
        m_root = NodePtr(innerOf(*m_root).children[0]);
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
        const std::uint32_t index = childFor(*node, first);
        for (std::uint32_t i = index + 1; i < node->count; ++i)
            behind += innerOf(*node).children[i]->objects;
        node = innerOf(*node).children[index].get();
    }
    return behind + node->count - lowerBound(*node, first);
}

} // namespace kubarium::store
