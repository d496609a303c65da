#include "replicaset.h"

#include "replicas/replicastatus.h"

#include "api/labelselector.h"
#include "api/types/apps.h"

namespace kubarium::controllers {

const api::Kind& ReplicaSetController::kind() const
{
    static const api::Kind& kind = *api::findKind("apps", "v1", "ReplicaSet");
    return kind;
}

std::optional<ReplicaWish> ReplicaSetController::wishOf(const api::ObjectPtr& set) const
{
    const api::ReplicaSetSpec& spec = *set.as<api::ReplicaSet>()->spec;
    api::Result<api::LabelMatcher> selector = api::toMatcher(*spec.selector);
    if (!selector)
        return std::nullopt;
    return ReplicaWish{spec.replicas.valueOr(1), spec.minReadySeconds, std::move(*selector), &*spec.template_};
}

std::int32_t ReplicaSetController::sizeOf(const api::ObjectPtr& set) const
{
    const api::ReplicaSet& replicaSet = *set.as<api::ReplicaSet>();
    return std::max(replicaSet.spec->replicas.valueOr(1), replicaSet.status->replicas);
}

// terminatingReplicas stays unset: that is what a server without the alpha feature shows.
api::ObjectPtr ReplicaSetController::withStatus(const api::ObjectPtr& set, const ReplicaCounts& counts,
    const std::optional<ReplicaFailure>& failure, api::Time now) const
{
    return statusTold<api::ReplicaSet>(set, counts, failure, now);
}

} // namespace kubarium::controllers
