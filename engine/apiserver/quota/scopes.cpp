#include "usage.h"

#include "api/labelselector.h"
#include "api/qos.h"
#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"

#include <algorithm>
#include <set>

namespace kubarium::apiserver::quota {

namespace {

using Requirement = api::ScopedResourceSelectorRequirement;

// The values that an object has for a scope to choose from; several while a claim changes its class.
bool chooses(const Requirement& requirement, const std::set<std::string_view>& values)
{
    const std::string_view op = requirement.operator_;
    const auto isNamed = [&](std::string_view value) {
        return std::any_of(
            requirement.values.begin(), requirement.values.end(), [&](const api::Text& one) { return one == value; });
    };
    if (op == "In")
        return std::ranges::any_of(values, isNamed);
    if (op == "NotIn")
        return values.empty() || !std::ranges::all_of(values, isNamed);
    return values.empty() == (op == "DoesNotExist");
}

template <class Terms> bool reachesOut(const Terms& terms)
{
    return std::any_of(terms.begin(), terms.end(),
        [](const api::PodAffinityTerm& term) { return !term.namespaces.empty() || term.namespaceSelector; });
}

template <class Terms> bool weightedReachOut(const Terms& terms)
{
    return std::any_of(terms.begin(), terms.end(), [](const api::WeightedPodAffinityTerm& term) {
        return !term.podAffinityTerm.namespaces.empty() || term.podAffinityTerm.namespaceSelector;
    });
}

// Whether where it may run depends on pods of other namespaces.
bool looksBeyondItsNamespace(const api::PodSpec& spec)
{
    const api::PodAffinity& near = *spec.affinity->podAffinity;
    const api::PodAntiAffinity& apart = *spec.affinity->podAntiAffinity;
    return reachesOut(near.requiredDuringSchedulingIgnoredDuringExecution)
        || weightedReachOut(near.preferredDuringSchedulingIgnoredDuringExecution)
        || reachesOut(apart.requiredDuringSchedulingIgnoredDuringExecution)
        || weightedReachOut(apart.preferredDuringSchedulingIgnoredDuringExecution);
}

bool matches(const Requirement& requirement, const api::Pod& pod)
{
    const std::string_view scope = requirement.scopeName;
    const api::PodSpec& spec = *pod.spec;
    const bool hasEnd = spec.activeDeadlineSeconds && *spec.activeDeadlineSeconds >= 0;
    if (scope == "Terminating")
        return hasEnd;
    if (scope == "NotTerminating")
        return !hasEnd;
    if (scope == "BestEffort")
        return api::qosClassOf(spec) == "BestEffort";
    if (scope == "NotBestEffort")
        return api::qosClassOf(spec) != "BestEffort";
    if (scope == "CrossNamespacePodAffinity")
        return looksBeyondItsNamespace(spec);
    if (scope != "PriorityClass")
        return false;
    std::set<std::string_view> classes;
    if (!spec.priorityClassName.empty())
        classes.insert(spec.priorityClassName.view());
    return chooses(requirement, classes);
}

bool matches(const Requirement& requirement, const api::PersistentVolumeClaim& claim)
{
    if (requirement.scopeName != "VolumeAttributesClass")
        return false;
    std::set<std::string_view> classes;
    for (const api::Text* const name :
        {&claim.spec->volumeAttributesClassName, &claim.status->currentVolumeAttributesClassName,
            &claim.status->modifyVolumeStatus->targetVolumeAttributesClassName}) {
        if (!name->empty())
            classes.insert(name->view());
    }
    return chooses(requirement, classes);
}

bool matches(const Requirement& requirement, const api::ObjectPtr& object)
{
    if (const auto* const pod = object.as<api::Pod>())
        return matches(requirement, *pod);
    if (const auto* const claim = object.as<api::PersistentVolumeClaim>())
        return matches(requirement, *claim);
    return false; // nothing else has scopes
}

} // namespace

bool isInScope(const api::ResourceQuotaSpec& quota, const api::ObjectPtr& object)
{
    const bool inScopes = std::all_of(quota.scopes.begin(), quota.scopes.end(), [&](const api::Text& scope) {
        Requirement requirement;
        requirement.scopeName = scope;
        requirement.operator_ = "Exists";
        return matches(requirement, object);
    });
    const auto& chosen = quota.scopeSelector->matchExpressions;
    return inScopes && std::all_of(chosen.begin(), chosen.end(), [&](const Requirement& requirement) {
        return matches(requirement, object);
    });
}

} // namespace kubarium::apiserver::quota
