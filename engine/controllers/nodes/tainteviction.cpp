#include "tainteviction.h"

#include "api/taints.h"
#include "apiserver/disruptiontarget.h"
#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "controllers/controller.h"
#include "controllers/eventrecorder.h"
#include "controllers/pods/podstate.h"
#include "sim/latency.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

using apiserver::Client;
using apiserver::Runtime;

constexpr std::string_view component = "taint-eviction-controller";
constexpr api::Seconds retry{10};

// What the events of this component are about.
enum Work : std::uint16_t {
    LookAtNode, // its taints have changed; `number` is the revision that did it
    LookAtPod, // it has come to a node with taints, tolerates something else now, or its time has come
};

bool drivesOut(const api::Node& node)
{
    return std::any_of(node.spec->taints.begin(), node.spec->taints.end(),
        [](const api::Taint& taint) { return taint.effect == "NoExecute"; });
}

Client clientOf(Runtime& runtime)
{
    return {runtime, apiserver::controllerIdentity("node-controller"), controllerManager};
}

// Since when a pod is on its node.
api::Time arrivalOf(const api::Pod& pod)
{
    const api::PodCondition* const scheduled = conditionOf(pod, "PodScheduled");
    return scheduled && scheduled->status == "True" ? scheduled->lastTransitionTime : pod.metadata.creationTimestamp;
}

// The shortest time for which a pod tolerates a taint; nothing: for ever.
std::optional<std::int64_t> patience(const api::Pod& pod, const api::Taint& taint)
{
    std::optional<std::int64_t> shortest;
    for (const api::Toleration& toleration : pod.spec->tolerations) {
        if (!toleration.tolerationSeconds || !api::tolerates(toleration, taint))
            continue;
        const std::int64_t seconds = std::max<std::int64_t>(*toleration.tolerationSeconds, 0);
        shortest = shortest ? std::min(*shortest, seconds) : seconds;
    }
    return shortest;
}

void lookAgain(Runtime& runtime, const api::ObjectMeta& pod, api::Microseconds delay, bool inBackground = false)
{
    sim::Event event;
    event.periodic = inBackground;
    event.kind = LookAtPod;
    event.namespace_ = pod.namespace_;
    event.name = pod.name;
    runtime.scheduleOnce(std::move(event), delay);
}

std::string nameOf(const api::ObjectMeta& pod)
{
    return pod.namespace_.str() + "/" + pod.name.str();
}

void evict(Runtime& runtime, const api::ObjectPtr& pod)
{
    Client client = clientOf(runtime);
    recordEvent(client, component, pod, EventType::Normal, "TaintManagerEviction",
        "Marking for deletion Pod " + nameOf(pod.meta()));
    const api::ObjectPtr marked = apiserver::withDisruptionTarget(
        pod, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint", client.now());
    api::Status answer = client.updateStatus(apiserver::podKind(), marked).status;
    if (answer.ok())
        answer = client.remove(apiserver::podKind(), pod).status;
    if (!answer.ok() && answer.code != 404)
        lookAgain(runtime, pod.meta(), retry, true);
}

// Does with a pod what the taints of its node ask for.
void decide(Runtime& runtime, const api::ObjectPtr& object, const api::Node& node)
{
    const api::Pod& pod = *object.as<api::Pod>();
    if (pod.metadata.deletionTimestamp)
        return;
    const auto end = endByTaints(pod, runtime.state().taintTimes.of(node));
    if (end && *end <= runtime.now())
        evict(runtime, object);
    else if (end)
        lookAgain(runtime, pod.metadata, *end - runtime.now());
}

api::ObjectPtr nodeOf(const apiserver::State& state, const api::Pod& pod)
{
    return pod.spec->nodeName.empty()
        ? api::ObjectPtr()
        : state.store.find(apiserver::keyOf(apiserver::nodeKind(), {}, pod.spec->nodeName));
}

void lookAtNode(Runtime& runtime, const sim::Event& event)
{
    const apiserver::State& state = runtime.state();
    const api::ObjectPtr object = state.store.find(apiserver::keyOf(apiserver::nodeKind(), {}, event.name));
    if (!object)
        return;
    const api::Node& node = *object.as<api::Node>();
    const store::Change* const change = state.store.change(static_cast<store::Revision>(event.number));
    const api::Node* const before = change ? change->before.as<api::Node>() : nullptr;
    std::vector<api::ObjectPtr> here;
    state.pods.visitOnNode(state.store, event.name, [&](const api::ObjectPtr& pod) {
        here.push_back(pod);
        return true;
    });
    for (const api::ObjectPtr& pod : here) {
        decide(runtime, pod, node);
        const api::Pod& one = *pod.as<api::Pod>();
        const bool wasToGo = before && endByTaints(one, state.taintTimes.of(*before));
        if (wasToGo && !one.metadata.deletionTimestamp && !endByTaints(one, state.taintTimes.of(node))) {
            Client client = clientOf(runtime);
            recordEvent(client, component, pod, EventType::Normal, "TaintManagerEviction",
                "Cancelling deletion of Pod " + nameOf(one.metadata));
        }
    }
}

void lookAtPod(Runtime& runtime, const sim::Event& event)
{
    const apiserver::State& state = runtime.state();
    const api::ObjectPtr pod = state.store.find(apiserver::keyOf(apiserver::podKind(), event.namespace_, event.name));
    const api::ObjectPtr node = pod ? nodeOf(state, *pod.as<api::Pod>()) : api::ObjectPtr();
    if (node)
        decide(runtime, pod, *node.as<api::Node>());
}

void noticeNode(Runtime& runtime, const store::Change& change)
{
    const api::Node& now = *change.now.as<api::Node>();
    const auto* const before = change.before.as<api::Node>();
    const bool drove = before && drivesOut(*before);
    if (!drove && !drivesOut(now))
        return;
    if (before && before->spec->taints == now.spec->taints)
        return;
    sim::Event look;
    look.kind = LookAtNode;
    look.name = now.metadata.name;
    look.number = static_cast<std::int64_t>(change.revision);
    runtime.schedule(std::move(look), sim::latency::controller);
}

void noticePod(Runtime& runtime, const store::Change& change)
{
    const api::Pod& now = *change.now.as<api::Pod>();
    const auto* const before = change.before.as<api::Pod>();
    if (before && before->spec.sameStorage(now.spec))
        return;
    if (now.spec->nodeName.empty() || now.metadata.deletionTimestamp)
        return;
    if (before && before->spec->nodeName == now.spec->nodeName && before->spec->tolerations == now.spec->tolerations)
        return;
    const api::ObjectPtr node = nodeOf(runtime.state(), now);
    if (node && drivesOut(*node.as<api::Node>()))
        lookAgain(runtime, now.metadata, sim::latency::controller);
}

} // namespace

std::optional<api::Time> endByTaints(const api::Pod& pod, const api::List<api::Taint>& taints)
{
    std::optional<api::Time> end;
    for (const api::Taint& taint : taints) {
        if (!api::isTolerated(taint, pod.spec->tolerations))
            return api::Time();
        if (const auto seconds = patience(pod, taint)) {
            const api::Time then = std::max(taint.timeAdded, arrivalOf(pod)) + api::Seconds(*seconds);
            end = end ? std::min(*end, then) : then;
        }
    }
    return end;
}

bool TaintEviction::watches(const api::Kind& kind) const
{
    return &kind == &apiserver::nodeKind() || &kind == &apiserver::podKind();
}

void TaintEviction::notice(Runtime& runtime, const store::Change& change) const
{
    if (change.type == store::ChangeType::Deleted)
        return;
    if (change.now.as<api::Pod>())
        noticePod(runtime, change);
    else
        noticeNode(runtime, change);
}

void TaintEviction::handle(Runtime& runtime, const sim::Event& event) const
{
    if (event.kind == LookAtNode)
        lookAtNode(runtime, event);
    else
        lookAtPod(runtime, event);
}

std::string TaintEviction::describe(const sim::Event& event) const
{
    if (event.kind == LookAtNode)
        return "taint-eviction-controller looks at the pods of Node " + event.name.str();
    return "taint-eviction-controller looks at Pod " + event.namespace_.str() + "/" + event.name.str();
}

} // namespace kubarium::controllers
