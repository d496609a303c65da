#include "eventexpiry.h"

#include "client.h"
#include "resources.h"

#include "api/types/core-config.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

constexpr std::chrono::hours kept{1};
constexpr std::chrono::minutes interval{1};

const api::Kind& eventKind()
{
    return *api::findKind("", "v1", "Event");
}

api::Time lastWritten(const api::Event& event)
{
    return std::max(
        {event.metadata.creationTimestamp, event.lastTimestamp, event.eventTime, event.series->lastObservedTime});
}

void lookAgain(Runtime& runtime)
{
    sim::Event again;
    again.periodic = true;
    runtime.schedule(std::move(again), interval);
}

} // namespace

void EventExpiry::start(Runtime& runtime) const
{
    lookAgain(runtime);
}

void EventExpiry::handle(Runtime& runtime, const sim::Event&) const
{
    std::vector<api::ObjectPtr> expired;
    runtime.state().store.tree(resourceId(eventKind())).visit([&](const api::ObjectPtr& object) {
        if (runtime.now() - lastWritten(*object.as<api::Event>()) >= kept)
            expired.push_back(object);
        return true;
    });
    for (const api::ObjectPtr& object : expired) {
        Request request;
        request.verb = Verb::Delete;
        request.kind = &eventKind();
        request.namespace_ = object.meta().namespace_.str();
        request.name = object.meta().name.str();
        request.identity = apiServerIdentity();
        runtime.submit(std::move(request));
    }
    lookAgain(runtime);
}

std::string EventExpiry::describe(const sim::Event&) const
{
    return "Events older than an hour are forgotten";
}

} // namespace kubarium::apiserver
