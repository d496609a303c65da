#include "index.h"

#include <algorithm>
#include <atomic>
#include <tuple>

namespace kubarium::apiserver {

namespace {

constexpr std::size_t width = 32;

struct Entry {
    api::Text text;
    store::Key key;

    friend bool operator<(const Entry& a, const Entry& b)
    {
        if (const auto order = a.text <=> b.text; order != 0)
            return order < 0;
        return std::tie(a.key.resource, a.key.namespace_, a.key.name)
            < std::tie(b.key.resource, b.key.namespace_, b.key.name);
    }

    friend bool operator==(const Entry&, const Entry&) = default;
};

} // namespace

// A leaf has entries only; an inner node has as many children, and each entry is at or before the first one below its
// child.
struct Index::Node {
    std::atomic<std::uint32_t> refs{0};
    std::vector<Entry> entries;
    std::vector<boost::intrusive_ptr<Node>> children;

    Node() = default;

    Node(const Node& other) : entries(other.entries), children(other.children) { }

    bool isLeaf() const { return children.empty(); }
};

namespace {

using Node = Index::Node;
using NodePtr = boost::intrusive_ptr<Node>;

// The node for this writer alone. Nodes above it are own already, so one count means nobody else can reach it.
Node& own(NodePtr& node)
{
    if (node->refs.load(std::memory_order_acquire) > 1)
        node = new Node(*node);
    return *node;
}

std::size_t childFor(const Node& node, const Entry& entry)
{
    const auto behind = std::upper_bound(node.entries.begin(), node.entries.end(), entry);
    return behind == node.entries.begin() ? 0 : static_cast<std::size_t>(behind - node.entries.begin()) - 1;
}

// The upper half of a full node, taken off it.
NodePtr split(Node& node)
{
    NodePtr right = new Node;
    const auto half = static_cast<std::ptrdiff_t>(node.entries.size() / 2);
    right->entries.assign(
        std::make_move_iterator(node.entries.begin() + half), std::make_move_iterator(node.entries.end()));
    node.entries.resize(static_cast<std::size_t>(half));
    if (!node.isLeaf()) {
        right->children.assign(
            std::make_move_iterator(node.children.begin() + half), std::make_move_iterator(node.children.end()));
        node.children.resize(static_cast<std::size_t>(half));
    }
    return right;
}

// Below a node that is not full.
void insertBelow(Node& node, const Entry& entry)
{
    if (node.isLeaf()) {
        const auto place = std::lower_bound(node.entries.begin(), node.entries.end(), entry);
        if (place == node.entries.end() || !(*place == entry))
            node.entries.insert(place, entry);
        return;
    }
    std::size_t index = childFor(node, entry);
    if (node.children[index]->entries.size() == width) {
        NodePtr right = split(own(node.children[index]));
        const auto next = static_cast<std::ptrdiff_t>(index) + 1;
        node.entries.insert(node.entries.begin() + next, right->entries.front());
        node.children.insert(node.children.begin() + next, std::move(right));
        if (!(entry < node.entries[index + 1]))
            ++index;
    }
    if (entry < node.entries[index])
        node.entries[index] = entry;
    insertBelow(own(node.children[index]), entry);
}

void eraseBelow(Node& node, const Entry& entry)
{
    if (node.isLeaf()) {
        const auto place = std::lower_bound(node.entries.begin(), node.entries.end(), entry);
        if (place != node.entries.end() && *place == entry)
            node.entries.erase(place);
        return;
    }
    const std::size_t index = childFor(node, entry);
    const auto at = static_cast<std::ptrdiff_t>(index);
    Node& child = own(node.children[index]);
    eraseBelow(child, entry);
    if (child.entries.empty()) {
        node.entries.erase(node.entries.begin() + at);
        node.children.erase(node.children.begin() + at);
        return;
    }
    // Neighbours that fit into one node twice over become one, so that a tree that shrank is small again.
    if (index + 1 == node.children.size()
        || child.entries.size() + node.children[index + 1]->entries.size() > width / 2)
        return;
    const Node& right = *node.children[index + 1];
    child.entries.insert(child.entries.end(), right.entries.begin(), right.entries.end());
    child.children.insert(child.children.end(), right.children.begin(), right.children.end());
    node.entries.erase(node.entries.begin() + at + 1);
    node.children.erase(node.children.begin() + at + 1);
}

bool visitBelow(const Node& node, const Entry& first, const Index::Visitor& visitor)
{
    if (node.isLeaf()) {
        for (auto entry = std::lower_bound(node.entries.begin(), node.entries.end(), first);
             entry != node.entries.end(); ++entry) {
            if (entry->text != first.text || !visitor(entry->key))
                return false;
        }
        return true;
    }
    for (std::size_t i = childFor(node, first); i < node.children.size(); ++i) {
        if (!visitBelow(*node.children[i], first, visitor))
            return false;
    }
    return true;
}

} // namespace

void intrusive_ptr_add_ref(Index::Node* node) noexcept
{
    node->refs.fetch_add(1, std::memory_order_relaxed);
}

void intrusive_ptr_release(Index::Node* node) noexcept
{
    if (node->refs.fetch_sub(1, std::memory_order_acq_rel) == 1)
        delete node;
}

Index::Index() noexcept = default;
Index::Index(const Index&) noexcept = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(const Index&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;
Index::~Index() = default;

void Index::visit(std::string_view text, const Visitor& visitor) const
{
    if (m_root)
        visitBelow(*m_root, Entry{api::Text(text), {}}, visitor);
}

void Index::visit(
    std::string_view text, store::ResourceId resource, std::string_view namespace_, const Visitor& visitor) const
{
    if (!m_root)
        return;
    const Entry first{api::Text(text), {resource, api::Text(namespace_), {}}};
    visitBelow(*m_root, first, [&](const store::Key& key) {
        return key.resource == resource && key.namespace_ == first.key.namespace_ && visitor(key);
    });
}

void Index::insert(const api::Text& text, const store::Key& key)
{
    if (!m_root)
        m_root = new Node;
    if (own(m_root).entries.size() == width) {
        NodePtr right = split(*m_root);
        NodePtr root = new Node;
        root->entries = {m_root->entries.front(), right->entries.front()};
        root->children = {m_root, right};
        m_root = std::move(root);
    }
    insertBelow(*m_root, {text, key});
}

void Index::erase(const api::Text& text, const store::Key& key)
{
    if (!m_root)
        return;
    eraseBelow(own(m_root), {text, key});
    while (m_root->children.size() == 1)
        m_root = NodePtr(m_root->children.front());
    if (m_root->entries.empty())
        m_root.reset();
}

} // namespace kubarium::apiserver
