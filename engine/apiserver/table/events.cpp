#include "printers.h"
#include "words.h"

#include "api/duration.h"
#include "api/types/core-config.h"

namespace kubarium::apiserver::table {

namespace {

// Who reports in the newer way says when (eventTime) and, of what goes on, how often (series); who reports in the older
// way says first, last and count.
api::Time first(const api::Event& event)
{
    return event.firstTimestamp ? event.firstTimestamp : event.eventTime;
}

std::string firstSeen(const api::Event& event, api::Time now)
{
    return api::age(first(event), now);
}

std::string lastSeen(const api::Event& event, api::Time now)
{
    if (event.series)
        return api::age(event.series->lastObservedTime, now);
    return api::age(event.lastTimestamp ? event.lastTimestamp : first(event), now);
}

std::int64_t count(const api::Event& event)
{
    if (event.series)
        return event.series->count;
    return event.count == 0 ? 1 : event.count;
}

std::string object(const api::Event& event)
{
    const api::ObjectReference& about = event.involvedObject;
    return lowerCase(about.kind) + (about.name.empty() ? "" : '/' + about.name.str());
}

std::string source(const api::Event& event)
{
    const std::string_view component = textOr(event.source.component, event.reportingComponent);
    const std::string_view instance = textOr(event.source.host, event.reportingInstance);
    return std::string(component) + (instance.empty() ? "" : ", " + std::string(instance));
}

std::string_view message(const api::Event& event)
{
    constexpr std::string_view spaces = " \t\n\v\f\r";
    const std::string_view message = event.message;
    const std::size_t begin = message.find_first_not_of(spaces);
    return begin == std::string_view::npos ? std::string_view()
                                           : message.substr(begin, message.find_last_not_of(spaces) + 1 - begin);
}

} // namespace

std::vector<KindPrinter> eventPrinters()
{
    using api::Event;
    return {printerOf<Event>(
        {cell<Event, lastSeen>("Last Seen"), cell<Event, object>("Object"), cell<Event, source>("Source"),
            cell<Event, message>("Message"), cell<Event, firstSeen>("First Seen"), cell<Event, count>("Count")})};
}

} // namespace kubarium::apiserver::table
