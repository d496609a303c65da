#include "pod.h"
#include "table.h"
#include "volumes.h"

#include "api/types/apps.h"
#include "api/types/batch.h"
#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"
#include "api/types/core-workload.h"

#include <limits>

namespace kubarium::api {

// Only a strategy that rolls gets settings for rolling.
void setDefaults(Deployment& deployment)
{
    DeploymentSpec& spec = deployment.spec.edit();
    const Text& type = spec.strategy.type;
    if (type.empty() || type == DeploymentStrategyType::RollingUpdate) {
        RollingUpdateDeployment& update = spec.strategy.rollingUpdate.edit();
        update.maxUnavailable = update.maxUnavailable.valueOr("25%");
        update.maxSurge = update.maxSurge.valueOr("25%");
    }
    setPodTemplateDefaults(spec.template_.edit());
    // Counting the pods that terminate is a feature that is off; so for ReplicaSets.
    if (deployment.status->terminatingReplicas)
        deployment.status.edit().terminatingReplicas.reset();
}

void setDefaults(ReplicaSet& set)
{
    setPodTemplateDefaults(set.spec.edit().template_.edit());
    if (set.status->terminatingReplicas)
        set.status.edit().terminatingReplicas.reset();
}

// A strategy that is named gets no settings beside it, an absent one does.
void setDefaults(StatefulSet& set)
{
    StatefulSetSpec& spec = set.spec.edit();
    StatefulSetUpdateStrategy& strategy = spec.updateStrategy;
    if (strategy.type.empty()) {
        strategy.type = StatefulSetUpdateStrategyType::RollingUpdate;
        strategy.rollingUpdate.edit();
    }
    if (strategy.rollingUpdate) {
        RollingUpdateStatefulSetStrategy& update = strategy.rollingUpdate.edit();
        if (strategy.type == StatefulSetUpdateStrategyType::RollingUpdate)
            update.partition = update.partition.valueOr(0);
        update.maxUnavailable.reset(); // a feature that is off: pods are updated one by one
    }
    setPodTemplateDefaults(spec.template_.edit());
    for (PersistentVolumeClaim& claim : spec.volumeClaimTemplates.edit())
        setDefaults(claim);
}

void setDefaults(DaemonSet& set)
{
    DaemonSetSpec& spec = set.spec.edit();
    const Text& type = spec.updateStrategy.type;
    if (type.empty() || type == DaemonSetUpdateStrategyType::RollingUpdate) {
        RollingUpdateDaemonSet& update = spec.updateStrategy.rollingUpdate.edit();
        update.maxUnavailable = update.maxUnavailable.valueOr(1);
        update.maxSurge = update.maxSurge.valueOr(0);
    }
    setPodTemplateDefaults(spec.template_.edit());
}

namespace {

// A Job that says nothing runs one pod once; one that names only its completions runs them one after the other, and
// one that names only its parallelism is a work queue.
void setCounts(JobSpec& spec)
{
    if (!spec.completions && !spec.parallelism)
        spec.completions = 1;
    spec.parallelism = spec.parallelism.valueOr(1);
    if (!spec.backoffLimit) // with a limit for each index the common one does not count
        spec.backoffLimit = spec.backoffLimitPerIndex ? std::numeric_limits<std::int32_t>::max() : 6;
}

} // namespace

void setDefaults(Job& job)
{
    JobSpec& spec = job.spec.edit();
    setCounts(spec);
    if (job.metadata.labels.empty())
        job.metadata.labels = spec.template_->metadata.labels;
    if (!spec.completionMode)
        spec.completionMode = CompletionMode::NonIndexed;
    spec.suspend = spec.suspend.valueOr(false);
    spec.manualSelector = spec.manualSelector.valueOr(false);
    if (!spec.podReplacementPolicy) {
        spec.podReplacementPolicy =
            spec.podFailurePolicy ? PodReplacementPolicy::Failed : PodReplacementPolicy::TerminatingOrFailed;
    }
    setPodTemplateDefaults(spec.template_.edit());
}

// The spec of its Jobs is filled up when they are made, all but their pods.
void setDefaults(CronJob& job)
{
    setPodTemplateDefaults(job.spec.edit().jobTemplate.edit().spec.edit().template_.edit());
}

// The labels of its pods serve as its selector, and as its own.
void setDefaults(ReplicationController& controller)
{
    ReplicationControllerSpec& spec = controller.spec.edit();
    if (!spec.template_)
        return;
    const Map<Text>& labels = spec.template_->metadata.labels;
    if (spec.selector.empty())
        spec.selector = labels;
    if (controller.metadata.labels.empty())
        controller.metadata.labels = labels;
    setPodTemplateDefaults(spec.template_.edit());
}

std::span<const Defaulter> workloadDefaults()
{
    static constexpr Defaulter defaulters[] = {
        defaulterOf<Deployment>(),
        defaulterOf<ReplicaSet>(),
        defaulterOf<StatefulSet>(),
        defaulterOf<DaemonSet>(),
        defaulterOf<Job>(),
        defaulterOf<CronJob>(),
        defaulterOf<ReplicationController>(),
    };
    return defaulters;
}

} // namespace kubarium::api
