// What a pod says about the pods near which it wants to be, or far from which, ready to be asked about many of them.
#pragma once

#include "api/selectors.h"
#include "api/types/core-pod.h"

#include <functional>
#include <vector>

namespace kubarium::scheduler {

// Labels of a namespace, by its name.
using NamespaceLabels = std::function<const api::Map<api::Text>&(const api::Text& name)>;

struct AffinityTerm {
    api::LabelMatcher selector;
    std::vector<api::Text> namespaces;
    api::LabelMatcher namespaceSelector = api::LabelMatcher::nothing();
    api::Text topologyKey;
    std::int32_t weight = 0; // of a preference

    // Whether it means a pod of these labels in this namespace.
    bool matches(const api::Text& namespace_, const api::Map<api::Text>& labels, const NamespaceLabels& homes) const;
};

struct AffinityTerms {
    AffinityTerms() = default;
    AffinityTerms(const api::Affinity& affinity, const api::Text& namespace_);

    std::vector<AffinityTerm> near; // required
    std::vector<AffinityTerm> apart;
    std::vector<AffinityTerm> ratherNear; // preferred
    std::vector<AffinityTerm> ratherApart;

    bool empty() const { return near.empty() && apart.empty() && ratherNear.empty() && ratherApart.empty(); }
};

} // namespace kubarium::scheduler
