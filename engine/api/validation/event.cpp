#include "core.h"
#include "gojson.h"
#include "meta.h"

#include "api/types/core-config.h"
#include "api/types/events.h"

namespace kubarium::api {

namespace {

constexpr std::size_t longestNote = 1024;
constexpr std::size_t longestWord = 128; // action, reason, instance

// What both forms of an event say, under the names that the server's sentences use.
struct Told {
    const ObjectMeta& metadata;
    const ObjectReference& about;
    Time eventTime;
    const Text& controller;
    const Text& instance;
    const Text& action;
    const Text& reason;
    const Text& message;
};

Told told(const Event& event)
{
    return {event.metadata, event.involvedObject, event.eventTime, event.reportingComponent, event.reportingInstance,
        event.action, event.reason, event.message};
}

Told told(const EventsEvent& event)
{
    return {event.metadata, event.regarding, event.eventTime, event.reportingController, event.reportingInstance,
        event.action, event.reason, event.note};
}

void checkLength(FieldErrors& errors, const Text& text, std::size_t longest, std::string_view field)
{
    if (text.size() > longest)
        errors.push_back(invalid(FieldPath(field), "", "can have at most " + std::to_string(longest) + " characters"));
}

void checkWord(FieldErrors& errors, const Text& text, std::string_view field)
{
    if (text.empty())
        errors.push_back(required(FieldPath(field)));
    checkLength(errors, text, longestWord, field);
}

// An event with a time of its own is of the newer form, whichever way it came; it has to say who reports it.
void checkNewForm(FieldErrors& errors, const Told& event)
{
    if (event.controller.empty())
        errors.push_back(required(FieldPath("reportingController")));
    appendInvalid(errors, FieldPath("reportingController"), event.controller, isQualifiedName(event.controller));
    checkWord(errors, event.instance, "reportingInstance");
    checkWord(errors, event.action, "action");
    checkWord(errors, event.reason, "reason");
    checkLength(errors, event.message, longestNote, "message");
}

// An event lives beside the object it is about. Events about what has no namespace live in default, those of the
// newer form also in kube-system.
FieldErrors validateTold(const Told& event)
{
    FieldErrors errors;
    const Text& space = event.metadata.namespace_;
    const Text& aboutSpace = event.about.namespace_;
    const bool isNew = !event.eventTime.isZero();
    bool agree = true;
    if (aboutSpace.empty())
        agree = space == "default" || (isNew ? space == "kube-system" : space.empty());
    else if (!isNew)
        agree = aboutSpace == space;
    if (!agree) {
        errors.push_back(
            invalid(FieldPath("involvedObject").child("namespace"), aboutSpace, "does not match event.namespace"));
    }
    if (isNew)
        checkNewForm(errors, event);
    appendInvalid(errors, FieldPath("namespace"), space, isDns1123Subdomain(space));
    return errors;
}

void checkSeries(FieldErrors& errors, const Box<EventsEventSeries>& series)
{
    if (!series)
        return;
    if (series->count < 2)
        errors.push_back(invalid(FieldPath("series.count"), "", "should be at least 2"));
    if (series->lastObservedTime.isZero())
        errors.push_back(required(FieldPath("series.lastObservedTime")));
}

} // namespace

FieldErrors validate(const Event& event)
{
    FieldErrors errors = validateTold(told(event));
    if (errors.empty()) // common to all kinds; a name may be anything that fits into a path
        errors = validateObjectMeta(event.metadata, true, pathSegmentName, FieldPath("metadata"));
    return errors;
}

FieldErrors validateUpdate(const Event& now, const Event& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validateTold(told(now)));
    return errors;
}

FieldErrors validate(const EventsEvent& event)
{
    FieldErrors errors = validateTold(told(event));
    append(errors, validateObjectMeta(event.metadata, true, subdomainName, FieldPath("metadata")));
    checkSeries(errors, event.series);
    if (event.eventTime.isZero())
        errors.push_back(required(FieldPath("eventTime")));
    if (event.type != "Normal" && event.type != "Warning")
        errors.push_back(invalid(FieldPath("type"), "", "has invalid value: " + event.type.str()));
    const auto unset = [&](bool isUnset, std::string_view field) {
        if (!isUnset)
            errors.push_back(invalid(FieldPath(field), "", "needs to be unset"));
    };
    unset(event.deprecatedFirstTimestamp.isZero(), "firstTimestamp");
    unset(event.deprecatedLastTimestamp.isZero(), "lastTimestamp");
    unset(event.deprecatedCount == 0, "count");
    unset(event.deprecatedSource == EventSource(), "source");
    return errors;
}

// Only the series may go on.
FieldErrors validateUpdate(const EventsEvent& now, const EventsEvent& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validateTold(told(now)));
    if (!(now.series == old.series))
        checkSeries(errors, now.series);
    const auto same = [&](const auto& nowField, const auto& oldField, std::string_view field) {
        checkImmutable(errors, nowField, oldField, FieldPath(field));
    };
    const auto kept = [&](bool isSame, std::string_view field, std::string shownValue) {
        if (!isSame)
            errors.push_back(invalidShown(FieldPath(field), std::move(shownValue), messages::immutable));
    };
    kept(now.regarding == old.regarding, "involvedObject", goJson(now.regarding));
    same(now.reason, old.reason, "reason");
    same(now.note, old.note, "message");
    kept(now.deprecatedSource == old.deprecatedSource, "source", goJson(now.deprecatedSource));
    same(now.deprecatedFirstTimestamp, old.deprecatedFirstTimestamp, "firstTimestamp");
    same(now.deprecatedLastTimestamp, old.deprecatedLastTimestamp, "lastTimestamp");
    same(now.deprecatedCount, old.deprecatedCount, "count");
    same(now.type, old.type, "type");
    kept(now.eventTime == old.eventTime, "eventTime", '"' + now.eventTime.microText() + '"');
    same(now.action, old.action, "action");
    kept(now.related == old.related, "related", now.related ? goJson(*now.related) : shown("null"));
    same(now.reportingController, old.reportingController, "reportingController");
    same(now.reportingInstance, old.reportingInstance, "reportingInstance");
    return errors;
}

} // namespace kubarium::api
