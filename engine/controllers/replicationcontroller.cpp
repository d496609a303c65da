#include "replicationcontroller.h"

#include "replicas/replicastatus.h"

#include "api/types/core-workload.h"

namespace kubarium::controllers {

const api::Kind& ReplicationControllerManager::kind() const
{
    static const api::Kind& kind = *api::findKind("", "v1", "ReplicationController");
    return kind;
}

std::optional<ReplicaWish> ReplicationControllerManager::wishOf(const api::ObjectPtr& controller) const
{
    const api::ReplicationControllerSpec& spec = *controller.as<api::ReplicationController>()->spec;
    return ReplicaWish{
        spec.replicas.valueOr(1), spec.minReadySeconds, api::LabelMatcher::of(spec.selector), &*spec.template_};
}

std::int32_t ReplicationControllerManager::sizeOf(const api::ObjectPtr& controller) const
{
    const api::ReplicationController& manager = *controller.as<api::ReplicationController>();
    return std::max(manager.spec->replicas.valueOr(1), manager.status->replicas);
}

api::ObjectPtr ReplicationControllerManager::withStatus(const api::ObjectPtr& controller, const ReplicaCounts& counts,
    const std::optional<ReplicaFailure>& failure, api::Time now) const
{
    return statusTold<api::ReplicationController>(controller, counts, failure, now);
}

} // namespace kubarium::controllers
