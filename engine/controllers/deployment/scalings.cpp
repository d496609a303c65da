#include "scalings.h"

#include "annotations.h"
#include "progress.h"

#include <algorithm>

namespace kubarium::controllers::deployment {

namespace {

Replicas replicasOf(const ReplicaSetPtr& set)
{
    return {sizeOf(set), set->status->availableReplicas};
}

Scaling scaling(const ReplicaSetPtr& set, std::int32_t to)
{
    return {set, sizeOf(set), to};
}

// The only one with pods; where none has any, the newest. Null if several have, or none is there.
ReplicaSetPtr activeOrLatest(const OwnedSets& sets)
{
    const std::vector<ReplicaSetPtr> all = sets.all();
    const std::vector<ReplicaSetPtr> withPods = active(all);
    if (all.empty() || withPods.size() > 1)
        return {};
    return withPods.empty() ? all.back() : withPods.front();
}

// The new ReplicaSet has all that the Deployment wants, and all of it can serve.
bool isSaturated(const DeploymentPtr& deployment, const ReplicaSetPtr& set)
{
    const std::int32_t desired = deployment->spec->replicas.valueOr(1);
    return set && sizeOf(set) == desired && set->status->availableReplicas == desired
        && numberAt(set->metadata, desiredAnnotation) == desired;
}

ActiveSet activeSet(const ReplicaSetPtr& set)
{
    return {sizeOf(set), static_cast<std::int32_t>(numberAt(set->metadata, maxAnnotation).value_or(0))};
}

std::vector<Scaling> shared(const DeploymentPtr& deployment, const OwnedSets& sets)
{
    std::vector<ReplicaSetPtr> withPods = active(sets.all());
    std::ranges::sort(withPods, isOlder);
    std::vector<ActiveSet> counts;
    std::ranges::transform(withPods, std::back_inserter(counts), activeSet);
    std::vector<Scaling> scalings;
    for (const Resize& step : shareOut(limitsOf(*deployment->spec), counts, deployment->status->replicas))
        scalings.push_back(scaling(withPods[step.which], step.to));
    return scalings;
}

} // namespace

bool wasResized(const DeploymentPtr& deployment, const OwnedSets& sets)
{
    const std::int32_t desired = deployment->spec->replicas.valueOr(1);
    const std::vector<ReplicaSetPtr> withPods = active(sets.all());
    if (!isRolling(*deployment->spec) && withPods.size() > 1)
        return false; // they do not share: all but the new one go
    return std::ranges::any_of(withPods, [&](const ReplicaSetPtr& set) {
        return numberAt(set->metadata, desiredAnnotation).value_or(desired) != desired;
    });
}

std::vector<Scaling> resizings(const DeploymentPtr& deployment, const OwnedSets& sets)
{
    if (const ReplicaSetPtr only = activeOrLatest(sets))
        return {wholeSize(deployment, only)};
    if (isSaturated(deployment, sets.newSet))
        return recreateSteps(sets);
    return isRolling(*deployment->spec) ? shared(deployment, sets) : std::vector<Scaling>();
}

Scaling creation(const DeploymentPtr& deployment, const OwnedSets& sets)
{
    const Limits limits = limitsOf(*deployment->spec);
    return {{}, 0, isRolling(*deployment->spec) ? newSize(limits, 0, totalSize(sets.oldSets)) : limits.desired};
}

Scaling wholeSize(const DeploymentPtr& deployment, const ReplicaSetPtr& set)
{
    return scaling(set, deployment->spec->replicas.valueOr(1));
}

std::vector<Scaling> rollingSteps(const DeploymentPtr& deployment, const OwnedSets& sets)
{
    const Limits limits = limitsOf(*deployment->spec);
    const std::vector<ReplicaSetPtr> all = sets.all();
    const Scaling up = scaling(sets.newSet, newSize(limits, sizeOf(sets.newSet), totalSize(all)));
    if (up.from != up.to)
        return {up};
    std::vector<Replicas> counts;
    std::ranges::transform(sets.oldSets, std::back_inserter(counts), replicasOf);
    std::vector<Scaling> down;
    for (const Resize& step : shrinkOld(limits, replicasOf(sets.newSet), counts)) {
        std::int32_t& size =
            counts[step.which].size; // a set that loses what cannot serve may lose more in the same breath
        down.push_back({sets.oldSets[step.which], size, step.to});
        size = step.to;
    }
    return down;
}

std::vector<Scaling> recreateSteps(const OwnedSets& sets)
{
    std::vector<Scaling> down;
    for (const ReplicaSetPtr& set : active(sets.oldSets))
        down.push_back(scaling(set, 0));
    return down;
}

} // namespace kubarium::controllers::deployment
