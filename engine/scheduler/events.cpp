#include "events.h"

#include "podstate.h"

#include "api/types/core-config.h"
#include "apiserver/resources.h"

#include <algorithm>
#include <charconv>

namespace kubarium::scheduler {

namespace {

constexpr api::Microseconds longestPause = std::chrono::minutes(6); // within a series
constexpr std::size_t longestNote = 1024;

const api::Kind& eventKind()
{
    static const api::Kind& kind = *api::findKind("", "v1", "Event");
    return kind;
}

// As the scheduler's are called: by the instant at which they were first told, so that they stand in the order of time.
std::string nameAt(const api::ObjectMeta& pod, std::int64_t nanoseconds)
{
    char digits[16];
    const auto end = std::to_chars(digits, digits + sizeof digits, nanoseconds, 16);
    return pod.name.str() + "." + std::string(digits, end.ptr);
}

bool saysTheSame(const api::Event& event, const api::ObjectMeta& pod, const Told& told)
{
    return event.reason == told.reason && event.action == told.action && event.type == told.type
        && event.involvedObject.uid == pod.uid && event.involvedObject.resourceVersion == pod.resourceVersion
        && event.reportingComponent == defaultScheduler;
}

api::Time lastTimeOf(const api::Event& event)
{
    return event.series ? event.series->lastObservedTime : event.eventTime;
}

// The Event that said it before and may go on as a series; null if there is none.
api::ObjectPtr toldBefore(const apiserver::Client& client, const api::ObjectMeta& pod, const Told& told)
{
    static const store::ResourceId events = apiserver::resourceId(eventKind());
    const std::string prefix = pod.name.str() + ".";
    api::ObjectPtr found;
    client.state().store.tree(events).visit({pod.namespace_, prefix}, [&](const api::ObjectPtr& object) {
        if (object.meta().namespace_ != pod.namespace_ || !object.meta().name.view().starts_with(prefix))
            return false;
        const api::Event& event = *object.as<api::Event>();
        if (saysTheSame(event, pod, told) && client.now() - lastTimeOf(event) <= longestPause)
            found = object;
        return true;
    });
    return found;
}

api::ObjectReference referenceTo(const api::ObjectPtr& object)
{
    api::ObjectReference reference;
    reference.apiVersion = object.type().apiVersion;
    reference.kind = object.type().kind;
    reference.namespace_ = object.meta().namespace_;
    reference.name = object.meta().name;
    reference.uid = object.meta().uid;
    reference.resourceVersion = object.meta().resourceVersion;
    return reference;
}

std::string shortened(std::string_view note)
{
    static constexpr std::string_view more = " ...";
    if (note.size() <= longestNote)
        return std::string(note);
    return std::string(note.substr(0, longestNote - more.size())).append(more);
}

} // namespace

void tell(apiserver::Client& client, const api::ObjectPtr& pod, const Told& told)
{
    const std::string home = pod.meta().namespace_.str();
    if (api::ObjectPtr before = toldBefore(client, pod.meta(), told)) {
        api::EventSeries& series = before.editAs<api::Event>().series.edit();
        series.count = std::max(series.count, 1) + 1;
        series.lastObservedTime = client.now();
        client.update(eventKind(), std::move(before));
        return;
    }
    std::int64_t instant = std::chrono::nanoseconds(client.now().sinceEpoch()).count();
    while (client.find(eventKind(), home, nameAt(pod.meta(), instant)))
        ++instant;
    api::Box<api::Event> made;
    api::Event& event = made.edit();
    event.metadata.name = nameAt(pod.meta(), instant);
    event.metadata.namespace_ = home;
    event.involvedObject = referenceTo(pod);
    if (told.related)
        event.related.edit() = referenceTo(told.related);
    event.type = told.type;
    event.reason = told.reason;
    event.action = told.action;
    event.message = shortened(told.note);
    event.eventTime = client.now();
    event.reportingComponent = defaultScheduler;
    event.reportingInstance = defaultScheduler;
    client.create(eventKind(), home, made);
}

} // namespace kubarium::scheduler
