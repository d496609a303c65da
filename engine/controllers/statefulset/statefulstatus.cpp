#include "statefulstatus.h"

#include "member.h"

#include "../pods/podstate.h"

namespace kubarium::controllers {

bool isRunningAndReady(const api::Pod& pod)
{
    return pod.status->phase == api::PodPhase::Running && isReady(pod);
}

bool isRunningAndAvailable(const api::Pod& pod, std::int32_t minReadySeconds, api::Time now)
{
    return isRunningAndReady(pod) && isAvailable(pod, minReadySeconds, now);
}

void count(api::StatefulSetStatus& status, const api::Pod& pod, std::int32_t minReadySeconds, api::Time now)
{
    ++status.replicas;
    if (isRunningAndReady(pod))
        ++status.readyReplicas;
    if (isRunningAndAvailable(pod, minReadySeconds, now))
        ++status.availableReplicas;
    if (pod.metadata.deletionTimestamp)
        return;
    if (status.currentRevision == revisionOf(pod))
        ++status.currentReplicas;
    if (status.updateRevision == revisionOf(pod))
        ++status.updatedReplicas;
}

void complete(api::StatefulSetStatus& status, const api::StatefulSetSpec& spec)
{
    const std::int32_t wanted = spec.replicas.valueOr(1);
    const bool isAllDone =
        status.updatedReplicas == wanted && status.readyReplicas == wanted && status.replicas == wanted;
    if (spec.updateStrategy.type != api::StatefulSetUpdateStrategyType::RollingUpdate || !isAllDone)
        return;
    status.currentReplicas = status.updatedReplicas;
    status.currentRevision = status.updateRevision;
}

} // namespace kubarium::controllers
