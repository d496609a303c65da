// A way back: from a text that objects have in common to the objects that have it.
//
//   uid of an owner  →  its dependents          a node's name  →  its pods          "app=web"  →  pods with that label
//
// The store knows what each object says; who says the same would be a walk over every object there is. An index stands
// beside the store, in the State, and learns each write. It is a persistent B+ tree like the store's own: copying it costs
// a counter, a lookup or a change a few comparisons, however many objects there are; and a copy that runs on or replays
// learns the same writes and so knows the same.
#pragma once

#include "store/store.h"

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <functional>

namespace kubarium::apiserver {

class Index {
public:
    Index() noexcept;
    Index(const Index&) noexcept;
    Index(Index&&) noexcept;
    Index& operator=(const Index&) noexcept;
    Index& operator=(Index&&) noexcept;
    ~Index();

    void insert(const api::Text& text, const store::Key& key);
    void erase(const api::Text& text, const store::Key& key);

    // In the order of resource, namespace and name, until the visitor answers false.
    using Visitor = std::function<bool(const store::Key&)>;
    void visit(std::string_view text, const Visitor& visitor) const;
    // Only those of a resource that stand in a namespace.
    void visit(
        std::string_view text, store::ResourceId resource, std::string_view namespace_, const Visitor& visitor) const;

    struct Node;

private:
    boost::intrusive_ptr<Node> m_root;
};

void intrusive_ptr_add_ref(Index::Node* node) noexcept;
void intrusive_ptr_release(Index::Node* node) noexcept;

} // namespace kubarium::apiserver
