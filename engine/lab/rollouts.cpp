#include "rollouts.h"

#include "objects.h"

#include "controllers/deployment/annotations.h"
#include "controllers/pods/podstate.h"

#include <algorithm>

namespace kubarium::lab {

namespace {

namespace rollouts = controllers::deployment;

const api::Kind& deploymentKind()
{
    static const api::Kind& kind = *api::findKind("apps", "v1", "Deployment");
    return kind;
}

std::int32_t sizeOf(const api::ObjectPtr& object, bool isThere)
{
    return isThere ? rollouts::sizeOf(object.box<api::ReplicaSet>()) : 0;
}

std::optional<TakenStep> stepOf(const store::Change& change, const api::ObjectMeta& deployment)
{
    const api::ObjectMeta& meta = change.now.meta();
    if (!controllers::isControlledBy(meta, deployment))
        return std::nullopt;
    const std::int32_t from = sizeOf(change.before, bool(change.before));
    const std::int32_t to = sizeOf(change.now, change.type != store::ChangeType::Deleted);
    if (from == to)
        return std::nullopt;
    return TakenStep{change.revision, change.origin.time, meta.name,
        rollouts::revisionOf(change.now.box<api::ReplicaSet>()), from, to, change.origin.cause, change.origin.actor};
}

} // namespace

std::optional<Rollout> rolloutOf(const Lab& lab, std::string_view namespace_, std::string_view deployment)
{
    return rolloutOf(lab.snapshot(), namespace_, deployment);
}

std::optional<Rollout> rolloutOf(
    const store::Snapshot& snapshot, std::string_view namespace_, std::string_view deployment)
{
    const api::ObjectPtr found = snapshot.find(keyOf(deploymentKind(), namespace_, deployment));
    if (!found)
        return std::nullopt;
    return rollouts::rolloutOf(snapshot, found.box<api::Deployment>());
}

std::vector<TakenStep> takenSteps(
    const Lab& lab, std::string_view namespace_, std::string_view deployment, store::Revision since)
{
    const store::Store& store = lab.store();
    const api::ObjectPtr found = store.find(keyOf(deploymentKind(), namespace_, deployment));
    std::vector<TakenStep> steps;
    if (!found)
        return steps;
    // From the newest one back to where the Deployment was made.
    const store::Revision oldest = std::max(store.oldestChange(), since + 1);
    for (store::Revision revision = store.revision(); revision >= oldest; --revision) {
        const store::Change* const change = store.change(revision);
        if (!change || (change->type == store::ChangeType::Created && change->now.meta().uid == found.meta().uid))
            break;
        if (!change->now.as<api::ReplicaSet>())
            continue;
        if (std::optional<TakenStep> step = stepOf(*change, found.meta()))
            steps.push_back(*std::move(step));
    }
    std::ranges::reverse(steps);
    return steps;
}

} // namespace kubarium::lab
