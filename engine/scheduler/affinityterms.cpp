#include "affinityterms.h"

#include "api/labelselector.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

api::LabelMatcher matcherOf(const api::Box<api::LabelSelector>& selector)
{
    if (!selector)
        return api::LabelMatcher::nothing();
    const api::Result<api::LabelMatcher> matcher = api::toMatcher(*selector);
    return matcher ? *matcher : api::LabelMatcher::nothing();
}

AffinityTerm termOf(const api::PodAffinityTerm& said, const api::Text& namespace_, std::int32_t weight = 0)
{
    AffinityTerm term;
    term.selector = matcherOf(said.labelSelector);
    term.topologyKey = said.topologyKey;
    term.weight = weight;
    term.namespaces.assign(said.namespaces.begin(), said.namespaces.end());
    if (said.namespaceSelector)
        term.namespaceSelector = matcherOf(said.namespaceSelector);
    else if (term.namespaces.empty())
        term.namespaces.push_back(namespace_); // the pod's own is what is meant by none
    return term;
}

template <class PodAffinityOrAnti>
void collect(const api::Box<PodAffinityOrAnti>& said, const api::Text& namespace_, std::vector<AffinityTerm>& required,
    std::vector<AffinityTerm>& preferred)
{
    for (const api::PodAffinityTerm& term : said->requiredDuringSchedulingIgnoredDuringExecution)
        required.push_back(termOf(term, namespace_));
    for (const api::WeightedPodAffinityTerm& term : said->preferredDuringSchedulingIgnoredDuringExecution)
        preferred.push_back(termOf(term.podAffinityTerm, namespace_, term.weight));
}

} // namespace

bool AffinityTerm::matches(
    const api::Text& namespace_, const api::Map<api::Text>& labels, const NamespaceLabels& homes) const
{
    const bool isNamed = std::find(namespaces.begin(), namespaces.end(), namespace_) != namespaces.end();
    if (!isNamed && (namespaceSelector.matchesNothing() || !namespaceSelector.matches(homes(namespace_))))
        return false;
    return selector.matches(labels);
}

AffinityTerms::AffinityTerms(const api::Affinity& affinity, const api::Text& namespace_)
{
    collect(affinity.podAffinity, namespace_, near, ratherNear);
    collect(affinity.podAntiAffinity, namespace_, apart, ratherApart);
}

} // namespace kubarium::scheduler
