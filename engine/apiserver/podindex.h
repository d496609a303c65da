// Where pods are found without looking at all of them: by a label, by their node, and those that nobody controls.
//
// An answer is complete as of the last write that components were told of, and in the order of namespace and name.
#pragma once

#include "index.h"

#include "api/selectors.h"

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
    // Pods of a namespace without an owner that controls them.
    void visitUncontrolled(const store::Store& store, std::string_view namespace_, const Visitor& visitor) const;

private:
    Index m_labels; // by the value of a label, whatever its key: texts that the pods hold already
    Index m_nodes;
    Index m_uncontrolled; // all under one text
};

} // namespace kubarium::apiserver
