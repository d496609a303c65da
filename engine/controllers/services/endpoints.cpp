#include "endpoints.h"

#include "podendpoints.h"
#include "slices.h"
#include "subsets.h"

#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "controllers/eventrecorder.h"
#include "controllers/pods/podstate.h"
#include "sim/latency.h"

#include "api/types/core-meta.h"

#include <algorithm>
#include <unordered_map>

namespace kubarium::controllers {

namespace {

using api::EndpointAddress;
using api::Endpoints;
using api::EndpointSubset;
using Subsets = api::List<EndpointSubset>;

constexpr std::string_view endpointsManagedBy = "endpoints.kubernetes.io/managed-by";
constexpr std::string_view overCapacity = "endpoints.kubernetes.io/over-capacity";

// Each address of the subsets, the ready ones first.
template <class List, class Visit> void eachAddress(List& subsets, Visit visit)
{
    for (auto& subset : subsets) {
        for (auto& address : subset.addresses)
            visit(address, true);
        for (auto& address : subset.notReadyAddresses)
            visit(address, false);
    }
}

api::Map<api::Text> labelsFor(const api::ObjectPtr& service)
{
    api::Map<api::Text> labels = service.meta().labels;
    labels.erase(headlessLabel);
    if (isHeadless(*service.as<api::Service>()))
        labels.set(headlessLabel, "");
    labels.set(endpointsManagedBy, "endpoint-controller");
    return labels;
}

std::vector<api::ObjectPtr> selectedPods(const apiserver::State& state, const api::ObjectPtr& service)
{
    std::vector<api::ObjectPtr> pods;
    state.pods.visitSelected(state.store, service.meta().namespace_,
        api::LabelMatcher::of(service.as<api::Service>()->spec->selector), [&](const api::ObjectPtr& pod) {
            pods.push_back(pod);
            return true;
        });
    return pods;
}

// By the uid of a pod, whether its address was told as ready.
std::unordered_map<std::string_view, bool> readiness(const Subsets& subsets)
{
    std::unordered_map<std::string_view, bool> known;
    eachAddress(
        subsets, [&](const EndpointAddress& address, bool isReady) { known[address.targetRef->uid] = isReady; });
    return known;
}

// Since when what is told anew is so: the earliest of the pods that are ready now and were not told so, or the reverse.
api::Time triggerTime(
    const api::ObjectPtr& service, const Endpoints* before, const Subsets& now, std::span<const api::ObjectPtr> pods)
{
    api::Time earliest = before ? api::Time() : service.meta().creationTimestamp;
    const auto was = before ? readiness(before->subsets) : std::unordered_map<std::string_view, bool>();
    const auto is = readiness(now);
    for (const api::ObjectPtr& pod : pods) {
        const auto told = is.find(pod.meta().uid);
        const auto toldBefore = was.find(pod.meta().uid);
        const bool isSame = told == is.end() || (toldBefore != was.end() && toldBefore->second == told->second);
        const api::PodCondition* const ready = isSame ? nullptr : conditionOf(*pod.as<api::Pod>(), "Ready");
        if (ready && ready->lastTransitionTime && (!earliest || ready->lastTransitionTime < earliest))
            earliest = ready->lastTransitionTime;
    }
    return earliest;
}

void setAnnotation(api::Map<api::Text>& annotations, std::string_view key, const std::string& value)
{
    if (value.empty())
        annotations.erase(key);
    else
        annotations.set(key, value);
}

} // namespace

bool EndpointsController::watches(const api::Kind& kind) const
{
    return &kind == &apiserver::serviceKind() || &kind == &apiserver::podKind() || &kind == &apiserver::endpointsKind();
}

void EndpointsController::keysOf(
    const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    const api::ObjectMeta& meta = change.now.meta();
    if (change.now.as<api::Pod>())
        servicesOfPod(state, change, keys);
    else if (change.now.as<api::Service>())
        keys.push_back(keyOf(change.now));
    else if (change.type == store::ChangeType::Deleted) // whoever deletes them gets them back
        keys.push_back({&apiserver::serviceKind(), meta.namespace_, meta.name});
}

Outcome EndpointsController::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    const api::ObjectPtr service = client.find(apiserver::serviceKind(), key.namespace_, key.name);
    const api::ObjectPtr there = client.find(apiserver::endpointsKind(), key.namespace_, key.name);
    if (!service) {
        const api::Status gone = there ? client.remove(apiserver::endpointsKind(), there).status : api::Status();
        return gone.code == 404 ? Outcome::done() : Outcome::of(gone);
    }
    if (hasNoSelector(*service.as<api::Service>()))
        return Outcome::done();

    const std::vector<api::ObjectPtr> pods = selectedPods(client.state(), service);
    const Endpoints* const before = there.as<Endpoints>();
    Subsets subsets = subsetsOf(*service.as<api::Service>(), pods, before ? before->subsets : Subsets());
    const bool isTooMany = truncate(subsets);
    const api::Map<api::Text> labels = labelsFor(service);
    const bool saysSo = there && there.meta().annotations.contains(overCapacity);
    if (before && before->subsets == subsets && before->metadata.labels == labels && saysSo == isTooMany)
        return Outcome::done();

    api::ObjectPtr next = there;
    if (!next) {
        api::Box<Endpoints> made;
        made.edit().metadata.name = key.name;
        made.edit().metadata.namespace_ = key.namespace_;
        next = made;
    }
    Endpoints& endpoints = next.editAs<Endpoints>();
    const api::Time trigger = triggerTime(service, before, subsets, pods);
    setAnnotation(endpoints.metadata.annotations, triggerTimeAnnotation, trigger ? trigger.text() : std::string());
    setAnnotation(endpoints.metadata.annotations, overCapacity, isTooMany ? "truncated" : "");
    endpoints.metadata.labels = labels;
    endpoints.subsets = std::move(subsets);

    const api::Status written = (there ? client.update(apiserver::endpointsKind(), next)
                                       : client.create(apiserver::endpointsKind(), key.namespace_, next))
                                    .status;
    if (written.ok() || isNamespaceEnding(written))
        return Outcome::done();
    const std::string about = key.namespace_.str() + "/" + key.name.str() + ": " + written.message;
    recordEvent(client, name(), next, EventType::Warning, there ? "FailedToUpdateEndpoint" : "FailedToCreateEndpoint",
        (there ? "Failed to update endpoint " : "Failed to create endpoint for service ") + about);
    return Outcome::of(written);
}

api::Microseconds EndpointsController::latency(
    const apiserver::State& state, const store::Change& change, const ObjectKey& key) const
{
    if (!change.now.as<api::Pod>())
        return sim::latency::controller;
    const api::ObjectPtr there =
        state.store.find(apiserver::keyOf(apiserver::endpointsKind(), key.namespace_, key.name));
    return sim::latency::bundled(there ? addressesIn(there.as<Endpoints>()->subsets) : 0);
}

} // namespace kubarium::controllers
