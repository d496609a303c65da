// Who depends on whom: for the uid of an owner, the objects whose ownerReferences name it.
//
//   ReplicaSet web-5d8f (uid 7c1e…)  ←  Pod web-5d8f-2kxw9, Pod web-5d8f-8zt4m, …
//
// The store knows each object's owners; the way back would be a walk over every object there is. So this index stands
// beside the store, in the State, and learns each write. It is a persistent B+ tree like the store's own: copying it costs
// a counter, a lookup or a change a few comparisons, however many objects there are; and a copy that runs on or replays
// learns the same writes and so knows the same. Only objects with owners take room in it, and share their texts with it.
#pragma once

#include "store/store.h"

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <functional>

namespace kubarium::apiserver {

class Dependents {
public:
    Dependents() noexcept;
    Dependents(const Dependents&) noexcept;
    Dependents(Dependents&&) noexcept;
    Dependents& operator=(const Dependents&) noexcept;
    Dependents& operator=(Dependents&&) noexcept;
    ~Dependents();

    // Takes in one write; all of them, in order.
    void learn(const store::Change& change);

    // In the order of resource, namespace and name, until the visitor answers false.
    using Visitor = std::function<bool(const store::Key&)>;
    void visit(std::string_view ownerUid, const Visitor& visitor) const;
    std::vector<store::Key> of(std::string_view ownerUid) const;

    struct Node;

private:
    void insert(const api::Text& ownerUid, const store::Key& dependent);
    void erase(const api::Text& ownerUid, const store::Key& dependent);

    boost::intrusive_ptr<Node> m_root;
};

void intrusive_ptr_add_ref(Dependents::Node* node) noexcept;
void intrusive_ptr_release(Dependents::Node* node) noexcept;

} // namespace kubarium::apiserver
