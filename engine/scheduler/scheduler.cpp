#include "scheduler.h"

#include "attempt.h"
#include "podstate.h"

#include "api/types/core-config.h"
#include "apiserver/resources.h"
#include "sim/latency.h"

namespace kubarium::scheduler {

namespace {

using std::chrono_literals::operator""us;
using sim::latency::controller;

// From one pod's turn to the next one's.
constexpr api::Microseconds turn = 250us;

enum EventKind : std::uint16_t { NextTurn, BackOffEnds, Flush };

const api::Kind& podKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "Pod");
    return kind;
}

const api::Kind& nodeKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "Node");
    return kind;
}

const api::Kind& namespaceKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "Namespace");
    return kind;
}

apiserver::IdentityPtr identity()
{
    static const auto scheduler = std::make_shared<const apiserver::Identity>(
        apiserver::Identity{"system:kube-scheduler", "", {"system:authenticated"}, {}});
    return scheduler;
}

PodKey keyOf(const api::ObjectMeta& pod)
{
    return {pod.namespace_, pod.name};
}

sim::Event event(EventKind kind, const PodKey& pod = {})
{
    sim::Event made;
    made.kind = kind;
    made.namespace_ = pod.namespace_;
    made.name = pod.name;
    return made;
}

void takeNextTurn(apiserver::Runtime& runtime, api::Microseconds delay)
{
    runtime.scheduleOnce(event(NextTurn), delay);
}

void flushLater(apiserver::Runtime& runtime)
{
    sim::Event flush = event(Flush);
    flush.periodic = true;
    runtime.scheduleOnce(std::move(flush), flushEvery);
}

const SchedulingQueue& queueOf(const apiserver::State& state)
{
    static const SchedulingQueue none;
    const SchedulingQueue* const queue = state.memory.find<SchedulingQueue>();
    return queue ? *queue : none;
}

void waitForBackOff(apiserver::Runtime& runtime, const PodKey& pod)
{
    runtime.scheduleOnce(event(BackOffEnds, pod), queueOf(runtime.state()).find(pod)->backOffEnds() - runtime.now());
}

// What a change of a pod that stands on a node means to others.
News newsOf(const api::Pod* before, const api::Pod* now)
{
    const bool was = before && isPlaced(*before);
    const bool is = now && isPlaced(*now);
    if (was != is)
        return is ? News::PodArrived : News::PodLeft;
    if (!is) {
        // A promise that will not be kept leaves room as well.
        const bool wasPromised = before && !now && !before->status->nominatedNodeName.empty();
        return wasPromised ? News::PodLeft : News::None;
    }
    News news = News::None;
    const bool isEnding = !before->metadata.deletionTimestamp && now->metadata.deletionTimestamp;
    if (isEnding || !(before->metadata.labels == now->metadata.labels))
        news = news | News::PodLabels;
    if (!before->spec.sameStorage(now->spec) && !(requestsOf(*before->spec) == requestsOf(*now->spec)))
        news = news | News::PodLeft;
    return news;
}

News newsOf(const api::Node& before, const api::Node& now)
{
    News news = News::None;
    if (!(before.metadata.labels == now.metadata.labels))
        news = news | News::NodeLabels;
    if (!(before.spec->taints == now.spec->taints) || before.spec->unschedulable != now.spec->unschedulable)
        news = news | News::NodeTaints;
    if (!(before.status->allocatable == now.status->allocatable))
        news = news | News::NodeSize;
    return news;
}

// Whether somebody changed what a pod asks for, so that it is worth another look.
bool isChanged(const api::Pod& before, const api::Pod& now)
{
    return !(before.metadata.labels == now.metadata.labels)
        || !(before.metadata.annotations == now.metadata.annotations)
        || (!before.spec.sameStorage(now.spec) && !(*before.spec == *now.spec));
}

} // namespace

bool Scheduler::watches(const api::Kind& kind) const
{
    return &kind == &podKind() || &kind == &nodeKind() || &kind == &namespaceKind();
}

// In a world that goes on without its history, nobody knows any more who was refused for what.
void Scheduler::start(apiserver::Runtime& runtime) const
{
    runtime.state().store.tree(apiserver::resourceId(podKind())).visit([&](const api::ObjectPtr& object) {
        const api::Pod& pod = *object.as<api::Pod>();
        if (!isWaiting(pod))
            return true;
        if (isRefused(pod))
            runtime.memory().edit<SchedulingQueue>().readmit(keyOf(pod.metadata), priorityOf(pod), {});
        takeNextTurn(runtime, controller);
        return true;
    });
}

void Scheduler::notice(apiserver::Runtime& runtime, const store::Change& change) const
{
    if (change.now.as<api::Pod>())
        return noticePod(runtime, change);
    News news = News::None;
    if (const auto* const node = change.now.as<api::Node>()) {
        if (change.type == store::ChangeType::Created)
            news = News::NodeAdded;
        else if (change.type == store::ChangeType::Deleted)
            news = News::NodeLabels; // its domain may be gone
        else
            news = newsOf(*change.before.as<api::Node>(), *node);
    } else if (change.before && !(change.before.meta().labels == change.now.meta().labels)) {
        news = News::Namespaces;
    }
    spread(runtime, news, change);
}

void Scheduler::noticePod(apiserver::Runtime& runtime, const store::Change& change) const
{
    const bool isGone = change.type == store::ChangeType::Deleted;
    const api::Pod* const before = change.before.as<api::Pod>();
    const api::Pod* const now = isGone ? nullptr : change.now.as<api::Pod>();
    spread(runtime, newsOf(before, now), change);

    const PodKey key = keyOf(change.now.meta());
    const QueuedPod* const queued = queueOf(runtime.state()).find(key);
    if (!now || !isWaiting(*now)) {
        if (queued)
            runtime.memory().edit<SchedulingQueue>().remove(key);
        return;
    }
    const sim::Cause cause = sim::Cause::revision(change.revision);
    if (!queued && isRefused(*now)) { // somebody else has said that it was
        runtime.memory().edit<SchedulingQueue>().readmit(key, priorityOf(*now), cause);
        takeNextTurn(runtime, controller);
    } else if (!queued) {
        takeNextTurn(runtime, controller);
    } else if (before && isChanged(*before, *now)) {
        if (runtime.memory().edit<SchedulingQueue>().wake(key, runtime.now(), cause))
            waitForBackOff(runtime, key);
        takeNextTurn(runtime, controller);
    }
}

// Pods that hope for such news move on.
void Scheduler::spread(apiserver::Runtime& runtime, News news, const store::Change& change) const
{
    if (news == News::None || !queueOf(runtime.state()).awaits(news))
        return;
    SchedulingQueue& queue = runtime.memory().edit<SchedulingQueue>();
    const std::vector<PodKey> waiting = queue.hear(news, runtime.now(), sim::Cause::revision(change.revision));
    for (const PodKey& pod : waiting)
        waitForBackOff(runtime, pod);
    if (queue.next())
        takeNextTurn(runtime, controller);
}

void Scheduler::handle(apiserver::Runtime& runtime, const sim::Event& event) const
{
    switch (event.kind) {
    case NextTurn:
        return runCycle(runtime);
    case BackOffEnds:
        if (queueOf(runtime.state()).find({event.namespace_, event.name}))
            runtime.memory().edit<SchedulingQueue>().endBackOff({event.namespace_, event.name}, event.cause);
        return takeNextTurn(runtime, api::Microseconds(0));
    default:
        break;
    }
    if (!queueOf(runtime.state()).hasUnschedulable())
        return;
    SchedulingQueue& queue = runtime.memory().edit<SchedulingQueue>();
    queue.flush(runtime.now(), event.cause);
    if (queue.next())
        takeNextTurn(runtime, api::Microseconds(0));
    if (queue.hasUnschedulable())
        flushLater(runtime);
}

// The turn of one pod: the more important one of the newcomers and of those that come back.
void Scheduler::runCycle(apiserver::Runtime& runtime) const
{
    const apiserver::State& state = runtime.state();
    const Views::Lease view = m_views.of(state.store);
    const SchedulingQueue& queue = queueOf(state);

    const PodKey* chosen = queue.next();
    const QueuedPod* const back = chosen ? queue.find(*chosen) : nullptr;
    PodKey newcomer;
    std::optional<api::Microseconds> tooEarly; // until news of a newcomer arrives
    for (const WaitingPod& waiting : view->nodes.waiting()) {
        if (back && back->priority > waiting.priority)
            break;
        newcomer = {waiting.namespace_, waiting.name};
        if (queue.find(newcomer))
            continue; // it was refused, and that could not be written
        const store::Change* const change = state.store.change(waiting.revision);
        const api::Time since = change ? change->origin.time : api::Time();
        if (since + controller > runtime.now()) {
            const api::Microseconds wait = since + controller - runtime.now();
            tooEarly = tooEarly ? std::min(*tooEarly, wait) : wait;
            continue;
        }
        if (!back || back->priority < waiting.priority || since < back->tried)
            chosen = &newcomer;
        break;
    }
    if (!chosen) {
        if (tooEarly)
            takeNextTurn(runtime, *tooEarly);
        return;
    }

    const PodKey key = *chosen;
    const QueuedPod* const queued = queue.find(key);
    const std::uint32_t tries = queued ? queued->attempts : 0;
    apiserver::Client client(runtime, identity(), "kube-scheduler");
    const api::ObjectPtr pod = client.find(podKind(), key.namespace_, key.name);
    if (!pod) { // its end is not known here yet
        runtime.memory().edit<SchedulingQueue>().remove(key);
        return takeNextTurn(runtime, turn);
    }
    runtime.handling(queued ? queued->cause : sim::Cause::revision(store::revisionOf(pod)));
    const Attempt attempt = schedule(client, *view, pod, tries);
    switch (attempt.end) {
    case Attempt::End::Refused:
        runtime.memory().edit<SchedulingQueue>().refuse(
            key, priorityOf(*pod.as<api::Pod>()), attempt.refusers, runtime.now());
        flushLater(runtime);
        break;
    case Attempt::End::Failed:
        runtime.memory().edit<SchedulingQueue>().fail(key, priorityOf(*pod.as<api::Pod>()), runtime.now());
        waitForBackOff(runtime, key);
        break;
    case Attempt::End::Bound:
    case Attempt::End::Gone:
        if (queued)
            runtime.memory().edit<SchedulingQueue>().remove(key);
        break;
    }
    takeNextTurn(runtime, turn);
}

std::string Scheduler::describe(const sim::Event& event) const
{
    switch (event.kind) {
    case NextTurn:
        return "scheduler takes the next pod from its queue";
    case BackOffEnds:
        return "scheduler ends the back-off of Pod " + event.namespace_.str() + "/" + event.name.str();
    default:
        return "scheduler takes up pods that nobody took for long";
    }
}

} // namespace kubarium::scheduler
