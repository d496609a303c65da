// Where pods are found without looking at all of them: by a label, by their node, by the claims that their volumes name,
// and those that nobody controls.
//
// An answer is complete as of the last write that components were told of, and in the order of namespace and name.
#pragma once

#include "index.h"

#include "api/selectors.h"

namespace kubarium::api {
struct Volume;
}

namespace kubarium::apiserver {

class PodIndex {
public:
    // Takes in one write; all of them, in order.
    void learn(const store::Change& change);

    using Visitor = std::function<bool(const api::ObjectPtr&)>; // false: enough
    // Pods of a namespace that a selector matches, whatever state they are in.
    void visitSelected(const store::Store& store, std::string_view namespace_, const api::LabelMatcher& selector,
        const Visitor& visitor) const;
    void visitOnNode(const store::Store& store, std::string_view node, const Visitor& visitor) const;
    // Pods that name a claim of their namespace in a volume, or have an ephemeral one for which such a claim is made.
    void visitUsing(
        const store::Store& store, std::string_view namespace_, std::string_view claim, const Visitor& visitor) const;
    // Pods of a namespace without an owner that controls them.
    void visitUncontrolled(const store::Store& store, std::string_view namespace_, const Visitor& visitor) const;

private:
    void learnClaims(const store::Change& change, const store::Key& pod);

    Index m_labels; // by the value of a label, whatever its key: texts that the pods hold already
    Index m_nodes;
    Index m_claims;
    Index m_uncontrolled; // all under one text
};

// The claim in which a volume of a pod keeps its data: by name, or made for it; empty if there is none.
api::Text claimOf(const api::ObjectMeta& pod, const api::Volume& volume);

} // namespace kubarium::apiserver
