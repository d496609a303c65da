#include "workloads.h"

#include "table.h"

#include "api/types/apps.h"
#include "api/types/batch.h"
#include "api/types/core-workload.h"

namespace kubarium::api {

std::span<const Rules> workloadRules()
{
    static constexpr Rules rules[] = {
        rulesOf<Deployment>(),
        rulesOf<ReplicaSet>(),
        rulesOf<StatefulSet>(),
        rulesOf<DaemonSet>(),
        rulesOf<ControllerRevision>(),
        rulesOf<Job>(),
        rulesOf<CronJob>(),
        rulesOf<ReplicationController>(),
    };
    return rules;
}

} // namespace kubarium::api
