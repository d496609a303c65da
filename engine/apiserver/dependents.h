// Who depends on whom: for the uid of an owner, the objects whose ownerReferences name it.
//
//   ReplicaSet web-5d8f (uid 7c1e…)  ←  Pod web-5d8f-2kxw9, Pod web-5d8f-8zt4m, …
//
// Only objects with owners take room in it, and share their texts with it.
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

private:
    Index m_index;
};

} // namespace kubarium::apiserver
