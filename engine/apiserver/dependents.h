// Who depends on whom: for the uid of an owner, the objects whose ownerReferences name it.
//
//   ReplicaSet web-5d8f (uid 7c1e…)  ←  Pod web-5d8f-2kxw9, Pod web-5d8f-8zt4m, …
//
// Only objects with owners take room in it, and share their texts with it; and those that a controller would adopt because
// nobody controls them: ReplicaSets and ControllerRevisions (pods are found by podindex.h).
#pragma once

#include "index.h"

namespace kubarium::apiserver {

class Dependents {
public:
    // Takes in one write; all of them, in order.
    void learn(const store::Change& change);

    void visit(std::string_view ownerUid, const Index::Visitor& visitor) const { m_index.visit(ownerUid, visitor); }

    // Only those of a resource that stand in a namespace.
    void visit(std::string_view ownerUid, store::ResourceId resource, std::string_view namespace_,
        const Index::Visitor& visitor) const
    {
        m_index.visit(ownerUid, resource, namespace_, visitor);
    }

    std::vector<store::Key> of(std::string_view ownerUid) const;

    // ReplicaSets or ControllerRevisions of a namespace without an owner that controls them.
    void visitUncontrolled(store::ResourceId resource, std::string_view namespace_, const Index::Visitor& visitor) const
    {
        m_uncontrolled.visit({}, resource, namespace_, visitor);
    }

private:
    void learnOwners(const store::Change& change);
    void learnController(const store::Change& change);

    Index m_index;
    Index m_uncontrolled; // all under one text
};

} // namespace kubarium::apiserver
