#include "pod.h"

#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"

namespace kubarium::api {

namespace {

void require(Box<LabelSelector>& selector, const Map<Text>& labels, const List<Text>& keys, std::string_view op)
{
    if (!selector) // which matches no pod; nothing can narrow it
        return;
    for (const Text& key : keys) {
        if (const Text* const value = labels.find(key))
            selector.edit().matchExpressions.push_back({.key = key, .operator_ = Text(op), .values = {*value}});
    }
}

void merge(PodAffinityTerm& term, const Map<Text>& labels)
{
    require(term.labelSelector, labels, term.matchLabelKeys, "In");
    require(term.labelSelector, labels, term.mismatchLabelKeys, "NotIn");
}

template <class PodAffinityOrAnti> void merge(Box<PodAffinityOrAnti>& box, const Map<Text>& labels)
{
    if (!box)
        return;
    PodAffinityOrAnti& affinity = box.edit();
    for (WeightedPodAffinityTerm& term : affinity.preferredDuringSchedulingIgnoredDuringExecution.edit())
        merge(term.podAffinityTerm, labels);
    for (PodAffinityTerm& term : affinity.requiredDuringSchedulingIgnoredDuringExecution.edit())
        merge(term, labels);
}

} // namespace

void mergeMatchLabelKeys(Pod& pod)
{
    const Map<Text> labels = pod.metadata.labels;
    PodSpec& spec = pod.spec.edit();
    if (spec.affinity) {
        merge(spec.affinity.edit().podAffinity, labels);
        merge(spec.affinity.edit().podAntiAffinity, labels);
    }
    for (TopologySpreadConstraint& constraint : spec.topologySpreadConstraints.edit())
        require(constraint.labelSelector, labels, constraint.matchLabelKeys, "In");
}

} // namespace kubarium::api
