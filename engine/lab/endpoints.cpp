#include "endpoints.h"

#include "apiserver/resources.h"
#include "apiserver/state.h"
#include "controllers/pods/podstate.h"
#include "controllers/services/podendpoints.h"
#include "controllers/services/sliceplan.h"

#include "api/types/core-node.h"

#include <map>

namespace kubarium::lab {

namespace {

using apiserver::State;

store::ResourceId idOf(std::string_view kind)
{
    return apiserver::resourceId(*api::findKind("", "v1", kind));
}

// What slices tell, by the uid of the pod: whether traffic may come.
std::map<std::string_view, bool> published(const State& state, const api::ObjectPtr& service)
{
    std::map<std::string_view, bool> told;
    for (const api::ObjectPtr& slice :
        controllers::slicesOf(state, service.meta(), controllers::endpointSliceController)) {
        for (const api::Endpoint& endpoint : slice.as<api::EndpointSlice>()->endpoints)
            told[endpoint.targetRef->uid] = endpoint.conditions.ready.valueOr(false);
    }
    return told;
}

EndpointStanding standingOf(const State& state, const api::Pod& pod, const api::Service& service)
{
    const controllers::EndpointState endpoint = controllers::endpointState(pod, service);
    if (controllers::isFinished(pod))
        return EndpointStanding::Finished;
    if (!controllers::isEndpoint(pod))
        return EndpointStanding::NoAddress;
    const bool hasNode = bool(state.store.find({idOf("Node"), {}, pod.spec->nodeName}));
    if (!hasNode && !service.spec->publishNotReadyAddresses)
        return EndpointStanding::NoNode;
    if (endpoint.ready)
        return EndpointStanding::Ready;
    if (endpoint.terminating)
        return endpoint.serving ? EndpointStanding::Serving : EndpointStanding::Terminating;
    return EndpointStanding::NotReady;
}

ReadyCondition readyOf(const api::Pod& pod)
{
    const api::PodCondition* const ready = controllers::conditionOf(pod, "Ready");
    if (!ready)
        return {};
    return {ready->status.str(), ready->reason.str(), ready->message.str(), ready->lastTransitionTime};
}

std::vector<EndpointPortView> portsOf(const api::Pod& pod, const api::Service& service)
{
    std::vector<EndpointPortView> ports;
    for (const api::ServicePort& port : service.spec->ports) {
        const api::IntOrString& target = port.targetPort;
        ports.push_back({port.name.str(),
            target.isString() ? std::string(std::string_view(target.text())) : std::to_string(target.number()),
            controllers::targetPort(pod, port)});
    }
    return ports;
}

// When its grace period began.
api::Time deletionOf(const api::ObjectMeta& meta)
{
    if (!meta.deletionTimestamp)
        return {};
    return meta.deletionTimestamp - api::Seconds(meta.deletionGracePeriodSeconds.valueOr(0));
}

EndpointView viewOf(const State& state, const api::ObjectPtr& object, const api::Service& service)
{
    const api::Pod& pod = *object.as<api::Pod>();
    EndpointView view;
    view.pod = {idOf("Pod"), pod.metadata.namespace_, pod.metadata.name};
    view.standing = standingOf(state, pod, service);
    view.address = pod.status->podIP.empty() && !pod.status->podIPs.empty() ? pod.status->podIPs[0].ip.str()
                                                                            : pod.status->podIP.str();
    view.node = pod.spec->nodeName.str();
    view.ports = portsOf(pod, service);
    view.phase = pod.status->phase.str();
    view.ready = readyOf(pod);
    view.deletedAt = deletionOf(pod.metadata);
    return view;
}

// The label in which a pod differs, if there is exactly one among several; of a selector of one label, only another value
// counts: without that key almost every pod would be a near miss.
std::optional<LabelMiss> missOf(const api::Map<api::Text>& labels, const api::Map<api::Text>& selector)
{
    std::optional<LabelMiss> miss;
    for (const auto& wanted : selector) {
        const api::Text* const found = labels.find(wanted.key);
        if (found && *found == wanted.value)
            continue;
        if (miss || (selector.size() == 1 && !found))
            return std::nullopt;
        miss = LabelMiss{wanted.key.str(), wanted.value.str(), found ? found->str() : std::string(), found != nullptr};
    }
    return miss;
}

// Asks for each label what the index has of pods that meet all the others. Of a huge namespace it looks at a part.
std::vector<EndpointView> nearMisses(const State& state, const api::Service& service)
{
    const api::Map<api::Text>& selector = service.spec->selector;
    constexpr int mostLookedAt = 5'000;
    int looked = 0;
    std::map<std::string, EndpointView> found;
    for (const auto& left : selector) {
        api::Map<api::Text> others = selector;
        others.erase(left.key);
        state.pods.visitSelected(
            state.store, service.metadata.namespace_, api::LabelMatcher::of(others), [&](const api::ObjectPtr& pod) {
                if (const auto miss = missOf(pod.meta().labels, selector)) {
                    EndpointView view = viewOf(state, pod, service);
                    view.standing = EndpointStanding::NotSelected;
                    view.miss = *miss;
                    found.emplace(pod.meta().name.str(), std::move(view));
                }
                return found.size() < mostAlmost && ++looked < mostLookedAt;
            });
        if (found.size() >= mostAlmost)
            break;
    }
    std::vector<EndpointView> list;
    for (auto& [name, view] : found)
        list.push_back(std::move(view));
    return list;
}

std::string notReadySentence(const ReadyCondition& ready)
{
    if (ready.status.empty())
        return "its Ready condition is not set yet";
    std::string said = "its Ready condition is " + ready.status;
    if (!ready.reason.empty())
        said += " (" + ready.reason + ")";
    if (!ready.message.empty())
        said += ": " + ready.message;
    return said;
}

std::string missSentence(const LabelMiss& miss)
{
    const std::string wanted = miss.key + "=" + miss.wanted;
    return miss.isThere ? "it has " + miss.key + "=" + miss.found + " where the selector says " + wanted
                        : "it has no label " + miss.key + ", the selector says " + wanted;
}

} // namespace

std::string_view text(EndpointStanding standing)
{
    switch (standing) {
    case EndpointStanding::Ready:
        return "ready";
    case EndpointStanding::Serving:
        return "serving, terminating";
    case EndpointStanding::Terminating:
        return "terminating";
    case EndpointStanding::NotReady:
        return "not ready";
    case EndpointStanding::NoAddress:
        return "no address";
    case EndpointStanding::NoNode:
        return "no node";
    case EndpointStanding::Finished:
        return "finished";
    case EndpointStanding::NotSelected:
        return "not selected";
    }
    return {};
}

ServiceEndpoints endpointsOf(const State& state, std::string_view namespace_, std::string_view name)
{
    ServiceEndpoints result;
    const api::ObjectPtr object = state.store.find({idOf("Service"), api::Text(namespace_), api::Text(name)});
    if (!object)
        return result;
    const api::Service& service = *object.as<api::Service>();
    result.isFound = true;
    result.hasSelector = !controllers::hasNoSelector(service);
    result.publishesAll = service.spec->publishNotReadyAddresses;
    if (!result.hasSelector)
        return result;
    const auto told = published(state, object);
    state.pods.visitSelected(
        state.store, namespace_, api::LabelMatcher::of(service.spec->selector), [&](const api::ObjectPtr& pod) {
            EndpointView view = viewOf(state, pod, service);
            const auto tells = told.find(pod.meta().uid);
            view.isPublished = tells != told.end();
            view.isPublishedReady = view.isPublished && tells->second;
            result.ready += view.standing == EndpointStanding::Ready ? 1 : 0;
            result.pods.push_back(std::move(view));
            return true;
        });
    result.almost = nearMisses(state, service);
    return result;
}

std::string sentence(const EndpointView& endpoint)
{
    switch (endpoint.standing) {
    case EndpointStanding::Ready:
        if (endpoint.ready.status != "True")
            return "traffic is sent to it although " + notReadySentence(endpoint.ready);
        return "traffic is sent to " + endpoint.address;
    case EndpointStanding::Serving:
        return "it is being deleted; it still answers whoever has nowhere else to go";
    case EndpointStanding::Terminating:
        return "it is being deleted and answers no more";
    case EndpointStanding::NotReady:
        return notReadySentence(endpoint.ready);
    case EndpointStanding::NoAddress:
        return endpoint.node.empty() ? "it has no address: it is bound to no node"
                                     : "it has no address yet: " + endpoint.phase + " on " + endpoint.node;
    case EndpointStanding::NoNode:
        return endpoint.node.empty() ? "it is bound to no node" : "its node " + endpoint.node + " is gone";
    case EndpointStanding::Finished:
        return "it has run to its end: " + endpoint.phase;
    case EndpointStanding::NotSelected:
        return missSentence(endpoint.miss);
    }
    return {};
}

} // namespace kubarium::lab
