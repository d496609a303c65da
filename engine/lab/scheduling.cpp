#include "scheduling.h"

#include "api/types/core-config.h"
#include "apiserver/resources.h"
#include "scheduler/podstate.h"

namespace kubarium::lab {

namespace {

constexpr std::string_view schedulerName = "system:kube-scheduler";

store::Key keyOf(std::string_view namespace_, std::string_view pod)
{
    static const store::ResourceId pods = apiserver::resourceId(*api::findKind("", "v1", "Pod"));
    return {pods, namespace_, pod};
}

bool isAbout(const api::ObjectReference& reference, std::string_view namespace_, std::string_view pod)
{
    return reference.kind == "Pod" && reference.namespace_ == namespace_ && reference.name == pod;
}

// All writes that are still known, in order.
template <class Visitor> void visitLog(const store::Store& store, Visitor visitor)
{
    for (store::Revision revision = store.oldestChange(); revision <= store.revision(); ++revision) {
        if (const store::Change* const change = store.change(revision))
            visitor(*change);
    }
}

// What the scheduler wrote in one turn stands together; the state before it is the one in which it decided.
store::Revision beforeTurn(const store::Store& store, const store::Change& change)
{
    store::Revision before = change.revision - 1;
    for (const store::Change* earlier = store.change(before); earlier && earlier->origin.actor == schedulerName
         && earlier->origin.time == change.origin.time && earlier->origin.cause == change.origin.cause;
         earlier = store.change(before))
        --before;
    return before;
}

bool isRefusal(const store::Change& change, std::string_view namespace_, std::string_view pod)
{
    const auto* const event = change.now.as<api::Event>();
    return event && change.type != store::ChangeType::Deleted && event->reason == "FailedScheduling"
        && event->reportingComponent == scheduler::defaultScheduler && isAbout(event->involvedObject, namespace_, pod);
}

std::vector<PastPreemption> preemptions(const Lab& lab, const std::function<bool(const api::Event& event)>& isMeant)
{
    std::vector<PastPreemption> list;
    visitLog(lab.store(), [&](const store::Change& change) {
        const auto* const event = change.now.as<api::Event>();
        if (event && change.type == store::ChangeType::Created && event->reason == "Preempted" && isMeant(*event))
            list.push_back(
                {change.revision, change.origin.time, event->involvedObject, *event->related, event->message.str()});
    });
    return list;
}

// A try is drawn for anew; which of several equally good nodes it became, the pod itself tells.
sim::RandomStream someDraw()
{
    return sim::RandomStream(0);
}

} // namespace

std::vector<PastDecision> decisionsAbout(const Lab& lab, std::string_view namespace_, std::string_view pod)
{
    std::vector<PastDecision> list;
    const store::Key key = keyOf(namespace_, pod);
    const store::Store& store = lab.store();
    visitLog(store, [&](const store::Change& change) {
        PastDecision past;
        past.written = change.revision;
        past.time = change.origin.time;
        if (isRefusal(change, namespace_, pod)) {
            const api::Event& event = *change.now.as<api::Event>();
            past.message = event.message.str();
            past.before = beforeTurn(store, change);
            list.push_back(std::move(past));
            return;
        }
        const bool isOfPod = change.resource == key.resource && change.now.meta().name == key.name
            && change.now.meta().namespace_ == key.namespace_;
        if (!isOfPod || !change.before || change.origin.actor != schedulerName)
            return;
        const api::Text& node = change.now.as<api::Pod>()->spec->nodeName;
        if (node.empty() || !change.before.as<api::Pod>()->spec->nodeName.empty())
            return;
        past.end = PastDecision::End::Bound;
        past.node = node;
        past.before = change.revision - 1;
        past.message = "Successfully assigned " + key.namespace_.str() + "/" + key.name.str() + " to " + node.str();
        list.push_back(std::move(past));
    });
    return list;
}

std::optional<Decision> decisionOf(
    const Lab& lab, const PastDecision& past, std::string_view namespace_, std::string_view pod)
{
    const std::optional<store::Snapshot> state = lab.store().at(past.before);
    if (!state)
        return std::nullopt;
    const api::ObjectPtr object = state->find(keyOf(namespace_, pod));
    if (!object)
        return std::nullopt;
    return scheduler::decide(*state, object, past.time, someDraw());
}

std::optional<Decision> decisionNow(const Lab& lab, std::string_view namespace_, std::string_view pod)
{
    store::Store present = lab.store(); // a copy, which only counts; in it the pod is thought away from its node
    api::ObjectPtr object = present.find(keyOf(namespace_, pod));
    if (!object)
        return std::nullopt;
    if (!object.as<api::Pod>()->spec->nodeName.empty()) {
        object.editAs<api::Pod>().spec.edit().nodeName = {};
        object = present.update(keyOf(namespace_, pod).resource, object, std::nullopt, {lab.now(), {}, {}}).object;
    }
    return scheduler::decide(present.snapshot(), object, lab.now(), someDraw());
}

std::vector<PastPreemption> preemptionsBy(const Lab& lab, std::string_view namespace_, std::string_view pod)
{
    return preemptions(lab, [&](const api::Event& event) { return isAbout(*event.related, namespace_, pod); });
}

std::vector<PastPreemption> preemptionsOf(const Lab& lab, std::string_view namespace_, std::string_view pod)
{
    return preemptions(lab, [&](const api::Event& event) { return isAbout(event.involvedObject, namespace_, pod); });
}

} // namespace kubarium::lab
