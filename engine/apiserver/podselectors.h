// Who selects a pod: Services and PodDisruptionBudgets, found by the pod's labels without asking each of them.
#pragma once

#include "index.h"

#include "api/selectors.h"

namespace kubarium::apiserver {

// What an object of these kinds says about its pods: nothing for a Service without a selector, whose endpoints somebody
// else keeps. An object of another kind selects nothing.
api::LabelMatcher podSelectorOf(const api::ObjectPtr& object);

class PodSelectors {
public:
    // Takes in one write; all of them, in order.
    void learn(const store::Change& change);

    // Objects of a kind in a namespace whose selector matches these labels.
    std::vector<api::ObjectPtr> selecting(const store::Store& store, const api::Kind& kind, std::string_view namespace_,
        const api::Map<api::Text>& labels) const;

private:
    Index m_values; // by one value that the labels must have; empty if the selector names none
};

} // namespace kubarium::apiserver
