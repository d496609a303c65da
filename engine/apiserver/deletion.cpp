#include "deletion.h"

#include "refusals.h"

#include "api/types/core-config.h"
#include "api/types/core-pod.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

// Only pods end gracefully: their kubelet is given the time to stop them. A pod that no kubelet has, or that has
// ended already, needs none.
std::int64_t graceOf(const api::ObjectPtr& object, const DeleteOptions& options)
{
    const api::Pod* const pod = object.as<api::Pod>();
    if (!pod)
        return 0;
    std::int64_t seconds = options.gracePeriodSeconds.value_or(pod->spec->terminationGracePeriodSeconds.valueOr(30));
    if (pod->spec->nodeName.empty() || pod->status->phase == api::PodPhase::Succeeded || pod->status->phase == api::PodPhase::Failed)
        seconds = 0;
    return seconds < 0 ? 1 : seconds;
}

bool isHeldBack(const api::ObjectPtr& object)
{
    if (!object.meta().finalizers.empty())
        return true;
    const api::Namespace* const home = object.as<api::Namespace>();
    return home && !home->spec->finalizers.empty();
}

} // namespace

api::ObjectPtr markedForDeletion(const api::Kind&, const api::ObjectPtr& object, const DeleteOptions& options, api::Time now)
{
    const std::int64_t grace = graceOf(object, options);
    if (grace == 0 && !isHeldBack(object))
        return {};
    const api::ObjectMeta& old = object.meta();
    // A second delete may only shorten the wait.
    if (old.deletionTimestamp && old.deletionGracePeriodSeconds.valueOr(0) <= grace)
        return object;
    api::ObjectPtr marked = object;
    api::ObjectMeta& meta = marked.editMeta();
    const api::Time start = old.deletionTimestamp ? old.deletionTimestamp - api::Seconds(old.deletionGracePeriodSeconds.valueOr(0)) : now;
    meta.deletionTimestamp = api::Time::sinceEpoch(std::chrono::floor<api::Seconds>(start.sinceEpoch())) + api::Seconds(grace);
    meta.deletionGracePeriodSeconds = grace;
    if (!old.deletionTimestamp && meta.generation > 0)
        ++meta.generation; // being deleted is a change of the wish
    if (marked.as<api::Namespace>())
        marked.editAs<api::Namespace>().status.edit().phase = api::NamespacePhase::Terminating;
    return marked;
}

bool isWaitingForNothing(const api::ObjectPtr& object)
{
    return object.meta().deletionTimestamp && object.meta().deletionGracePeriodSeconds.valueOr(0) == 0 && !isHeldBack(object);
}

std::optional<api::Status> preconditionFailure(const api::Kind& kind, const api::ObjectPtr& object, const DeleteOptions& options)
{
    const api::ObjectMeta& meta = object.meta();
    if (options.uid && meta.uid != *options.uid)
        return refusals::conflict(kind, meta.name, "Precondition failed: UID in precondition: " + *options.uid + ", UID in object meta: " + meta.uid.str());
    if (options.resourceVersion && meta.resourceVersion != *options.resourceVersion)
        return refusals::conflict(kind, meta.name,
                                  "Precondition failed: ResourceVersion in precondition: " + *options.resourceVersion
                                      + ", ResourceVersion in object meta: " + meta.resourceVersion.str());
    return std::nullopt;
}

} // namespace kubarium::apiserver
