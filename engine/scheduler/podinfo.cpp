#include "podinfo.h"

#include "podstate.h"

#include "api/labelselector.h"
#include "api/types/apps.h"
#include "api/types/core-workload.h"
#include "apiserver/resources.h"
#include "controllers/pods/podstate.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

constexpr std::string_view hostname = "kubernetes.io/hostname";
constexpr std::string_view zone = "topology.kubernetes.io/zone";

// As container runtimes report it: with the tag that is meant by none.
std::string imageName(const api::Text& said)
{
    std::string name = said.str();
    const std::size_t colon = name.rfind(':');
    const std::size_t slash = name.rfind('/');
    const bool hasTag = colon != std::string::npos && (slash == std::string::npos || colon > slash);
    return hasTag ? name : name + ":latest";
}

SpreadConstraint constraintOf(const api::TopologySpreadConstraint& said, const api::Map<api::Text>& labels)
{
    SpreadConstraint constraint;
    constraint.maxSkew = said.maxSkew;
    constraint.topologyKey = said.topologyKey;
    constraint.minDomains = said.minDomains.valueOr(1);
    constraint.honoursAffinity = said.nodeAffinityPolicy != "Ignore";
    constraint.honoursTaints = said.nodeTaintsPolicy == "Honor";
    constraint.selector = api::LabelMatcher::nothing();
    if (!said.labelSelector)
        return constraint;
    if (const api::Result<api::LabelMatcher> matcher = api::toMatcher(*said.labelSelector))
        constraint.selector = *matcher;
    for (const api::Text& key : said.matchLabelKeys) {
        const api::Text* const value = labels.find(key);
        if (!value || constraint.selector.matchesNothing())
            continue;
        const auto requirement = api::LabelRequirement::make(key, api::LabelRequirement::Operator::In, {*value});
        if (requirement)
            constraint.selector.add(*requirement);
    }
    return constraint;
}

// By the Services that select the pod and by what controls it: what most people mean by "its replicas".
api::LabelMatcher replicasSelector(const api::Pod& pod, const NodeColumns& nodes, const Finder& find)
{
    api::Map<api::Text> labels;
    for (const auto& [name, selector] : nodes.services(pod.metadata.namespace_)) {
        if (api::LabelMatcher::of(selector).matches(pod.metadata.labels)) {
            for (const auto& [key, value] : selector)
                labels.set(key, value);
        }
    }
    api::LabelMatcher matcher = api::LabelMatcher::of(labels);
    if (const api::Box<api::LabelSelector> selector = ownersSelector(pod, find)) {
        if (const api::Result<api::LabelMatcher> owners = api::toMatcher(*selector)) {
            for (const api::LabelRequirement& requirement : owners->requirements())
                matcher.add(requirement);
        }
    }
    return matcher;
}

std::vector<SpreadConstraint> usualSpread(const api::LabelMatcher& replicas)
{
    if (replicas.matchesEverything())
        return {};
    const auto by = [&](std::string_view key, std::int32_t maxSkew) {
        SpreadConstraint constraint;
        constraint.topologyKey = key;
        constraint.maxSkew = maxSkew;
        constraint.selector = replicas;
        return constraint;
    };
    return {by(hostname, 3), by(zone, 5)};
}

std::optional<std::vector<api::Text>> nodesNamedBy(const api::PodSpec& pod)
{
    const api::Box<api::NodeSelector>& required =
        pod.affinity->nodeAffinity->requiredDuringSchedulingIgnoredDuringExecution;
    if (!required || required->nodeSelectorTerms.empty())
        return std::nullopt;
    std::vector<api::Text> all;
    for (const api::NodeSelectorTerm& term : required->nodeSelectorTerms) {
        std::optional<std::vector<api::Text>> names;
        for (const api::NodeSelectorRequirement& requirement : term.matchFields) {
            if (requirement.key != "metadata.name" || requirement.operator_ != "In")
                continue;
            if (!names)
                names.emplace(requirement.values.begin(), requirement.values.end());
            else
                std::erase_if(*names, [&](const api::Text& name) {
                    return std::find(requirement.values.begin(), requirement.values.end(), name)
                        == requirement.values.end();
                });
        }
        if (!names)
            return std::nullopt; // any node may meet this term
        all.insert(all.end(), names->begin(), names->end());
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

bool areAlike(const api::List<api::Container>& a, const api::List<api::Container>& b)
{
    return a.sameStorage(b)
        || std::equal(
            a.begin(), a.end(), b.begin(), b.end(), [](const api::Container& one, const api::Container& other) {
                return one.image == other.image && one.resources.requests == other.resources.requests
                    && one.ports == other.ports && one.restartPolicy == other.restartPolicy;
            });
}

std::uint64_t mixed(std::uint64_t hash, std::uint64_t more)
{
    hash = (hash ^ more) * 0xbf58476d1ce4e5b9ULL;
    return hash ^ (hash >> 29);
}

std::uint64_t mixed(std::uint64_t hash, std::string_view text)
{
    return mixed(hash, std::hash<std::string_view>()(text));
}

} // namespace

PodInfo::PodInfo(const api::ObjectPtr& pod_, const NodeColumns& nodes, const Finder& find) : object(pod_)
{
    priority = priorityOf(pod());
    requests = requestsOf(spec());
    ports = hostPortsOf(spec());
    for (const api::Container& container : spec().initContainers)
        images.push_back(imageName(container.image));
    for (const api::Container& container : spec().containers)
        images.push_back(imageName(container.image));
    if (spec().affinity)
        terms = AffinityTerms(*spec().affinity, pod().metadata.namespace_);
    for (const api::TopologySpreadConstraint& constraint : spec().topologySpreadConstraints) {
        const bool isHard = constraint.whenUnsatisfiable == api::UnsatisfiableConstraintAction::DoNotSchedule;
        (isHard ? hardSpread : softSpread).push_back(constraintOf(constraint, pod().metadata.labels));
    }
    if (spec().topologySpreadConstraints.empty()) {
        softSpread = usualSpread(replicasSelector(pod(), nodes, find));
        isSpreadByDefault = true;
    }
    namedNodes = nodesNamedBy(spec());
}

api::Box<api::LabelSelector> ownersSelector(const api::Pod& pod, const Finder& find)
{
    const api::OwnerReference* const owner = controllers::controllerOf(pod.metadata);
    if (!owner)
        return {};
    const api::Kind* const kind = api::findKindByApiVersion(owner->apiVersion, owner->kind);
    const bool spreads =
        kind && (kind->kind == "ReplicaSet" || kind->kind == "StatefulSet" || kind->kind == "ReplicationController");
    if (!spreads)
        return {};
    const api::ObjectPtr object = find({apiserver::resourceId(*kind), pod.metadata.namespace_, owner->name});
    if (const auto* const set = object ? object.as<api::ReplicaSet>() : nullptr)
        return set->spec->selector;
    if (const auto* const set = object ? object.as<api::StatefulSet>() : nullptr)
        return set->spec->selector;
    if (const auto* const old = object ? object.as<api::ReplicationController>() : nullptr) {
        api::Box<api::LabelSelector> selector;
        selector.edit().matchLabels = old->spec->selector;
        return selector;
    }
    return {};
}

bool areAlike(const api::Pod& a, const api::Pod& b)
{
    const api::PodSpec& one = *a.spec;
    const api::PodSpec& other = *b.spec;
    const api::OwnerReference* const ownerOfOne = controllers::controllerOf(a.metadata);
    const api::OwnerReference* const ownerOfOther = controllers::controllerOf(b.metadata);
    const bool sameOwner = !ownerOfOne == !ownerOfOther && (!ownerOfOne || ownerOfOne->uid == ownerOfOther->uid);
    return sameOwner && a.metadata.namespace_ == b.metadata.namespace_ && a.metadata.labels == b.metadata.labels
        && one.priority == other.priority && one.preemptionPolicy == other.preemptionPolicy
        && one.nodeSelector == other.nodeSelector && one.affinity == other.affinity
        && one.tolerations == other.tolerations && one.topologySpreadConstraints == other.topologySpreadConstraints
        && one.overhead == other.overhead && one.resources == other.resources && one.nodeName == other.nodeName
        && areAlike(one.containers, other.containers) && areAlike(one.initContainers, other.initContainers);
}

std::uint64_t likeness(const api::Pod& pod)
{
    std::uint64_t hash = mixed(0, pod.metadata.namespace_);
    if (const api::OwnerReference* const owner = controllers::controllerOf(pod.metadata))
        hash = mixed(hash, owner->uid);
    for (const auto& [key, value] : pod.metadata.labels)
        hash = mixed(hash, value);
    for (const api::Container& container : pod.spec->containers) {
        hash = mixed(hash, container.image);
        for (const auto& [name, quantity] : container.resources.requests)
            hash = mixed(hash, static_cast<std::uint64_t>(quantity.nano()));
    }
    for (const auto& [key, value] : pod.spec->nodeSelector)
        hash = mixed(hash, value);
    return mixed(hash, static_cast<std::uint64_t>(priorityOf(pod)));
}

} // namespace kubarium::scheduler
