#include "deletion.h"

#include "finalizers.h"

#include "api/fielderror.h"
#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "api/types/meta.h"

#include <algorithm>
#include <array>

namespace kubarium::apiserver {

namespace {

using api::ObjectMeta;
using api::ObjectPtr;

// What happens to dependents if nobody says anything.
enum class Dependents : std::uint8_t {
    Deleted,
    Orphaned, // as it was before there was a garbage collector
    Ignored, // the collector does not look at such owners at all
};

Dependents defaultFor(const api::Kind& kind)
{
    const bool isEvent = kind.resource == "events" && (kind.group.empty() || kind.group == "events.k8s.io");
    if (isEvent || kind.group == "lab.kubarium.dev")
        return Dependents::Ignored;
    const bool isOld =
        (kind.group.empty() && kind.kind == "ReplicationController") || (kind.group == "batch" && kind.kind == "Job");
    return isOld ? Dependents::Orphaned : Dependents::Deleted;
}

struct CollectorFinalizers {
    bool orphan = false;
    bool foreground = false;
};

// Of an explicit wish, else of the finalizers that are there, else of the kind.
CollectorFinalizers wanted(const ObjectMeta& meta, const DeleteOptions& options, Dependents otherwise)
{
    if (otherwise == Dependents::Ignored)
        return {};
    if (!options.propagationPolicy.empty())
        return {options.propagationPolicy == "Orphan", options.propagationPolicy == "Foreground"};
    if (finalizers::has(meta, finalizers::orphan) || finalizers::has(meta, finalizers::foreground)) {
        const auto first = std::find_if(meta.finalizers.begin(), meta.finalizers.end(),
            [](const api::Text& one) { return one == finalizers::orphan || one == finalizers::foreground; });
        return {*first == finalizers::orphan, *first == finalizers::foreground};
    }
    return {otherwise == Dependents::Orphaned, false};
}

// Leaves them alone if they are those that are wanted.
void setCollectorFinalizers(ObjectPtr& object, CollectorFinalizers wish)
{
    const ObjectMeta& old = object.meta();
    if (finalizers::has(old, finalizers::orphan) == wish.orphan
        && finalizers::has(old, finalizers::foreground) == wish.foreground)
        return;
    api::List<api::Text>& list = object.editMeta().finalizers;
    list.eraseIf([](const api::Text& finalizer) {
        return finalizer == finalizers::orphan || finalizer == finalizers::foreground;
    });
    if (wish.orphan)
        list.push_back(finalizers::orphan);
    if (wish.foreground)
        list.push_back(finalizers::foreground);
}

api::Time wholeSecond(api::Time time)
{
    return api::Time::sinceEpoch(std::chrono::floor<api::Seconds>(time.sinceEpoch()));
}

// A pod's kubelet is given the time to stop it. A pod that no kubelet has, or that has ended already, needs none.
std::int64_t graceOf(const api::Pod& pod, const DeleteOptions& options)
{
    std::int64_t seconds = options.gracePeriodSeconds.value_or(pod.spec->terminationGracePeriodSeconds.valueOr(0));
    const std::string_view phase = pod.status->phase;
    if (pod.spec->nodeName.empty() || phase == api::PodPhase::Succeeded || phase == api::PodPhase::Failed)
        seconds = 0;
    return seconds < 0 ? 1 : seconds;
}

// Being deleted is a change of the wish: whoever acts on the object has to notice.
void countGeneration(ObjectMeta& meta)
{
    if (meta.generation > 0)
        ++meta.generation;
}

// Waits for finalizers only.
void announce(ObjectPtr& object, api::Time now)
{
    const ObjectMeta& old = object.meta();
    const bool isAnnounced = old.deletionTimestamp && old.deletionTimestamp <= now;
    if (isAnnounced && old.deletionGracePeriodSeconds && *old.deletionGracePeriodSeconds == 0)
        return;
    ObjectMeta& meta = object.editMeta();
    if (!meta.deletionGracePeriodSeconds)
        countGeneration(meta);
    if (!isAnnounced)
        meta.deletionTimestamp = wholeSecond(now);
    meta.deletionGracePeriodSeconds = 0;
}

enum class Grace : std::uint8_t { None, Begun, Pending };

// Begins a pod's grace period, or shortens it; a second delete never makes it longer.
Grace giveGrace(ObjectPtr& object, const DeleteOptions& options, api::Time now)
{
    const api::Pod* const pod = object.as<api::Pod>();
    if (!pod)
        return Grace::None;
    const ObjectMeta& old = pod->metadata;
    if (!old.deletionTimestamp) {
        const std::int64_t seconds = graceOf(*pod, options);
        ObjectMeta& meta = object.editMeta();
        meta.deletionTimestamp = wholeSecond(now + api::Seconds(seconds));
        meta.deletionGracePeriodSeconds = seconds;
        countGeneration(meta);
        return Grace::Begun;
    }
    const std::int64_t granted = old.deletionGracePeriodSeconds.valueOr(0);
    if (granted == 0)
        return Grace::None;
    if (!options.gracePeriodSeconds)
        return Grace::Pending;
    const std::int64_t seconds = *options.gracePeriodSeconds < 0 ? 1 : *options.gracePeriodSeconds;
    if (seconds >= granted)
        return Grace::Pending;
    ObjectMeta& meta = object.editMeta();
    meta.deletionTimestamp = meta.deletionTimestamp - api::Seconds(granted) + api::Seconds(seconds);
    meta.deletionGracePeriodSeconds = seconds;
    return Grace::Begun;
}

// A namespace waits for its content, whatever else there is to wait for.
ObjectPtr terminating(const ObjectPtr& object, const DeleteOptions& options, api::Time now)
{
    ObjectPtr marked = object;
    marked.editMeta().deletionTimestamp = wholeSecond(now);
    marked.editAs<api::Namespace>().status.edit().phase = api::NamespacePhase::Terminating;
    setCollectorFinalizers(marked, wanted(object.meta(), options, Dependents::Deleted));
    return marked;
}

bool isHeldBack(const ObjectPtr& object)
{
    if (!object.meta().finalizers.empty())
        return true;
    const api::Namespace* const home = object.as<api::Namespace>();
    return home && !home->spec->finalizers.empty();
}

api::Status preconditionConflict(const api::Kind& kind, const ObjectPtr& object, const std::string& why)
{
    // Here the server takes the kind for the resource, except for namespaces, which it deletes in a way of their own.
    const std::string_view named = object.as<api::Namespace>() ? kind.resource : kind.kind;
    const std::string resource = std::string(named) + (kind.group.empty() ? "" : "." + std::string(kind.group));
    api::Status status;
    status.code = 409;
    status.reason = "Conflict";
    status.message = "Operation cannot be fulfilled on " + resource + " \"" + object.meta().name.str() + "\": " + why;
    status.details.name = object.meta().name.str();
    status.details.group = std::string(kind.group);
    status.details.kind = std::string(named);
    return status;
}

} // namespace

Removal removalOf(const api::Kind& kind, const ObjectPtr& object, const DeleteOptions& options, api::Time now)
{
    if (const api::Namespace* const home = object.as<api::Namespace>()) {
        if (!home->metadata.deletionTimestamp)
            return {terminating(object, options, now), false};
        if (!home->spec->finalizers.empty())
            return {};
    }
    ObjectPtr marked = object;
    const Grace grace = giveGrace(marked, options, now);
    if (grace == Grace::Pending)
        return {};
    setCollectorFinalizers(marked, wanted(object.meta(), options, defaultFor(kind)));
    const bool isHeld = !marked.meta().finalizers.empty();
    if (grace == Grace::Begun) // even the end of it is written, so that watches see it
        return {marked, !isHeld && marked.meta().deletionGracePeriodSeconds.valueOr(0) == 0};
    if (!isHeld)
        return {{}, true};
    announce(marked, now);
    return {marked, false};
}

bool isWaitingForNothing(const ObjectPtr& object)
{
    return object.meta().deletionTimestamp && object.meta().deletionGracePeriodSeconds.valueOr(0) == 0
        && !isHeldBack(object);
}

std::optional<api::Status> preconditionFailure(
    const api::Kind& kind, const ObjectPtr& object, const DeleteOptions& options)
{
    const ObjectMeta& meta = object.meta();
    const bool isNamespace = object.as<api::Namespace>() != nullptr;
    if (options.uid && meta.uid != *options.uid)
        return preconditionConflict(kind, object,
            isNamespace ? "Precondition failed: UID in precondition: " + *options.uid
                    + ", UID in object meta: " + meta.uid.str()
                        : "the UID in the precondition (" + *options.uid + ") does not match the UID in record ("
                    + meta.uid.str() + "). The object might have been deleted and then recreated");
    if (options.resourceVersion && meta.resourceVersion != *options.resourceVersion)
        return preconditionConflict(kind, object,
            isNamespace ? "Precondition failed: ResourceVersion in precondition: " + *options.resourceVersion
                    + ", ResourceVersion in object meta: " + meta.resourceVersion.str()
                        : "the ResourceVersion in the precondition (" + *options.resourceVersion
                    + ") does not match the ResourceVersion in record (" + meta.resourceVersion.str()
                    + "). The object might have been modified");
    return std::nullopt;
}

std::optional<api::Status> refusalOf(const api::DeleteOptions& options)
{
    static constexpr std::array<std::string_view, 4> policies = {"Foreground", "Background", "Orphan", "nil"};
    static constexpr std::array<std::string_view, 1> dryRuns = {"All"};
    api::FieldErrors errors;
    const api::FieldPath path("propagationPolicy");
    if (options.propagationPolicy) {
        if (options.orphanDependents)
            errors.push_back(api::invalid(
                path, options.propagationPolicy, "orphanDependents and deletionPropagation cannot be both set"));
        const auto known = policies.end() - 1;
        if (std::find(policies.begin(), known, options.propagationPolicy.view()) == known)
            errors.push_back(api::notSupported(path, options.propagationPolicy, policies));
    }
    api::Value::Array said;
    for (const api::Text& value : options.dryRun)
        said.push_back(api::Value(value));
    if (std::any_of(
            options.dryRun.begin(), options.dryRun.end(), [](const api::Text& value) { return value != "All"; }))
        errors.push_back(api::notSupported(api::FieldPath("dryRun"), api::Value(said), dryRuns));
    if (errors.empty())
        return std::nullopt;
    return api::invalidObject("meta.k8s.io", "DeleteOptions", "", errors);
}

bool isAnsweredWithObject(const api::Kind& kind)
{
    static constexpr std::array<std::string_view, 7> core = {"PersistentVolume", "PersistentVolumeClaim", "Pod",
        "PodTemplate", "ResourceQuota", "Service", "ServiceAccount"};
    static constexpr std::array<std::string_view, 5> storage = {
        "CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"};
    if (kind.group.empty())
        return std::find(core.begin(), core.end(), kind.kind) != core.end();
    return kind.group == "storage.k8s.io" && std::find(storage.begin(), storage.end(), kind.kind) != storage.end();
}

std::optional<std::string> deletionWarning(const api::Kind& kind, const DeleteOptions& options)
{
    if (kind.group != "batch" || kind.kind != "Job" || !options.propagationPolicy.empty())
        return std::nullopt;
    return "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them "
           "or set propagationPolicy=Orphan to suppress this warning";
}

} // namespace kubarium::apiserver
