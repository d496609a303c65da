// The same event under other names. The newer form calls deprecated what it has only to carry the older one.
#include "pairs.h"

#include "api/types/core-config.h"
#include "api/types/events.h"

namespace kubarium::api {

Event converted(const EventsEvent& event)
{
    Event core;
    core.metadata = event.metadata;
    core.eventTime = event.eventTime;
    if (event.series)
        core.series = EventSeries{event.series->count, event.series->lastObservedTime};
    core.reportingComponent = event.reportingController;
    core.reportingInstance = event.reportingInstance;
    core.action = event.action;
    core.reason = event.reason;
    core.involvedObject = event.regarding;
    core.related = event.related;
    core.message = event.note;
    core.type = event.type;
    core.source = event.deprecatedSource;
    core.firstTimestamp = event.deprecatedFirstTimestamp;
    core.lastTimestamp = event.deprecatedLastTimestamp;
    core.count = event.deprecatedCount;
    return core;
}

EventsEvent converted(const Event& core)
{
    EventsEvent event;
    event.metadata = core.metadata;
    event.eventTime = core.eventTime;
    if (core.series)
        event.series = EventsEventSeries{core.series->count, core.series->lastObservedTime};
    event.reportingController = core.reportingComponent;
    event.reportingInstance = core.reportingInstance;
    event.action = core.action;
    event.reason = core.reason;
    event.regarding = core.involvedObject;
    event.related = core.related;
    event.note = core.message;
    event.type = core.type;
    event.deprecatedSource = core.source;
    event.deprecatedFirstTimestamp = core.firstTimestamp;
    event.deprecatedLastTimestamp = core.lastTimestamp;
    event.deprecatedCount = core.count;
    return event;
}

} // namespace kubarium::api
