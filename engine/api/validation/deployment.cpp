#include "gojson.h"
#include "meta.h"
#include "pod.h"
#include "workload.h"
#include "workloads.h"

#include "api/types/apps.h"

namespace kubarium::api {

namespace {

constexpr std::string_view moreThanAll = "cannot be greater than status.replicas";
constexpr std::string_view moreThanReady = "cannot be greater than readyReplicas";
// Both kinds say so: one grew out of the other.
constexpr std::string_view emptySelector = "empty selector is invalid for deployment";

// The selector, and the pods that it has to find. Behind a selector that cannot be read the pods are not looked at.
void checkSelectorAndTemplate(
    FieldErrors& errors, const Box<LabelSelector>& selector, const PodTemplateSpec& pod, const FieldPath& path)
{
    checkRequiredSelector(errors, selector, emptySelector, path.child("selector"));
    const std::optional<LabelMatcher> chosen = podsChosenBy(selector);
    if (!chosen) {
        errors.push_back(invalid(path.child("selector"), *selector, "invalid label selector"));
        return;
    }
    const FieldPath templatePath = path.child("template");
    checkChooses(errors, *chosen, pod, templatePath);
    append(errors, validatePodTemplateSpec(pod, templatePath));
    checkRunsForever(errors, *pod.spec, "ReplicaSet", templatePath);
}

void checkRollingUpdate(FieldErrors& errors, const RollingUpdateDeployment& update, const FieldPath& path)
{
    const FieldPath maxUnavailable = path.child("maxUnavailable");
    checkIntOrPercent(errors, *update.maxUnavailable, maxUnavailable);
    checkIntOrPercent(errors, *update.maxSurge, path.child("maxSurge"));
    if (amountOf(*update.maxUnavailable) == 0 && amountOf(*update.maxSurge) == 0)
        errors.push_back(invalid(maxUnavailable, *update.maxUnavailable, "may not be 0 when `maxSurge` is 0"));
    checkAtMost100Percent(errors, *update.maxUnavailable, maxUnavailable);
}

void checkStrategy(FieldErrors& errors, const DeploymentStrategy& strategy, const FieldPath& path)
{
    const FieldPath rollingUpdate = path.child("rollingUpdate");
    if (strategy.type == DeploymentStrategyType::Recreate) {
        if (strategy.rollingUpdate)
            errors.push_back(forbidden(rollingUpdate, "may not be specified when strategy `type` is 'Recreate'"));
    } else if (strategy.type == DeploymentStrategyType::RollingUpdate) {
        if (strategy.rollingUpdate)
            checkRollingUpdate(errors, *strategy.rollingUpdate, rollingUpdate);
        else
            errors.push_back(required(rollingUpdate, "this should be defaulted and never be nil"));
    } else {
        errors.push_back(notSupportedShown(path, goJson(strategy), DeploymentStrategyType::values));
    }
}

void checkSpec(FieldErrors& errors, const DeploymentSpec& spec, const FieldPath& path)
{
    checkNotNegative(errors, spec.replicas, path.child("replicas"));
    checkSelectorAndTemplate(errors, spec.selector, *spec.template_, path);
    checkStrategy(errors, spec.strategy, path.child("strategy"));
    checkNotNegative(errors, spec.minReadySeconds, path.child("minReadySeconds"));
    checkNotNegative(errors, spec.revisionHistoryLimit, path.child("revisionHistoryLimit"));
    if (!spec.progressDeadlineSeconds)
        return;
    const FieldPath deadline = path.child("progressDeadlineSeconds");
    checkNotNegative(errors, spec.progressDeadlineSeconds, deadline);
    if (*spec.progressDeadlineSeconds <= spec.minReadySeconds)
        errors.push_back(invalid(deadline, *spec.progressDeadlineSeconds, "must be greater than minReadySeconds"));
}

void checkSpec(FieldErrors& errors, const ReplicaSetSpec& spec, const FieldPath& path)
{
    checkNotNegative(errors, spec.replicas, path.child("replicas"));
    checkNotNegative(errors, spec.minReadySeconds, path.child("minReadySeconds"));
    checkSelectorAndTemplate(errors, spec.selector, *spec.template_, path);
}

// An absent selector is shown as the text "null".
void checkSelectorStays(FieldErrors& errors, const Box<LabelSelector>& now, const Box<LabelSelector>& old)
{
    if (!(now == old)) {
        errors.push_back(
            invalidShown(FieldPath("spec").child("selector"), now ? shown(*now) : shown("null"), messages::immutable));
    }
}

} // namespace

FieldErrors validate(const Deployment& deployment)
{
    FieldErrors errors = validateObjectMeta(deployment.metadata, true, subdomainName, FieldPath("metadata"));
    checkSpec(errors, *deployment.spec, FieldPath("spec"));
    return errors;
}

FieldErrors validateUpdate(const Deployment& now, const Deployment& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    checkSpec(errors, *now.spec, FieldPath("spec"));
    checkSelectorStays(errors, now.spec->selector, old.spec->selector);
    return errors;
}

FieldErrors validateStatusUpdate(const Deployment& now, const Deployment& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    const DeploymentStatus& status = *now.status;
    const FieldPath path("status");
    checkNotNegative(errors, status.observedGeneration, path.child("observedGeneration"));
    checkNotNegative(errors, status.replicas, path.child("replicas"));
    checkNotNegative(errors, status.updatedReplicas, path.child("updatedReplicas"));
    checkNotNegative(errors, status.readyReplicas, path.child("readyReplicas"));
    checkNotNegative(errors, status.availableReplicas, path.child("availableReplicas"));
    checkNotNegative(errors, status.unavailableReplicas, path.child("unavailableReplicas"));
    checkNotNegative(errors, status.terminatingReplicas, path.child("terminatingReplicas"));
    checkNotNegative(errors, status.collisionCount, path.child("collisionCount"));
    checkNotMoreThan(errors, status.updatedReplicas, status.replicas, moreThanAll, path.child("updatedReplicas"));
    checkNotMoreThan(errors, status.readyReplicas, status.replicas, moreThanAll, path.child("readyReplicas"));
    const FieldPath available = path.child("availableReplicas");
    checkNotMoreThan(errors, status.availableReplicas, status.replicas, moreThanAll, available);
    checkNotMoreThan(errors, status.availableReplicas, status.readyReplicas, moreThanReady, available);
    checkCollisionCount(errors, status.collisionCount, old.status->collisionCount, path.child("collisionCount"));
    return errors;
}

std::vector<std::string> warnings(const Deployment& deployment)
{
    std::vector<std::string> warnings;
    warnOfName(warnings, deployment.metadata.name);
    warnOfTemplate(warnings, *deployment.spec->template_, FieldPath("spec").child("template"));
    return warnings;
}

FieldErrors validate(const ReplicaSet& set)
{
    FieldErrors errors = validateObjectMeta(set.metadata, true, subdomainName, FieldPath("metadata"));
    checkSpec(errors, *set.spec, FieldPath("spec"));
    return errors;
}

FieldErrors validateUpdate(const ReplicaSet& now, const ReplicaSet& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    checkSpec(errors, *now.spec, FieldPath("spec"));
    checkSelectorStays(errors, now.spec->selector, old.spec->selector);
    return errors;
}

FieldErrors validateStatusUpdate(const ReplicaSet& now, const ReplicaSet& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    const ReplicaSetStatus& status = *now.status;
    const FieldPath path("status");
    const FieldPath labeled = path.child("fullyLabeledReplicas");
    const FieldPath ready = path.child("readyReplicas");
    const FieldPath available = path.child("availableReplicas");
    checkNotNegative(errors, status.replicas, path.child("replicas"));
    checkNotNegative(errors, status.fullyLabeledReplicas, labeled);
    checkNotNegative(errors, status.readyReplicas, ready);
    checkNotNegative(errors, status.availableReplicas, available);
    checkNotNegative(errors, status.observedGeneration, path.child("observedGeneration"));
    checkNotNegative(errors, status.terminatingReplicas, path.child("terminatingReplicas"));
    checkNotMoreThan(errors, status.fullyLabeledReplicas, status.replicas, moreThanAll, labeled);
    checkNotMoreThan(errors, status.readyReplicas, status.replicas, moreThanAll, ready);
    checkNotMoreThan(errors, status.availableReplicas, status.replicas, moreThanAll, available);
    checkNotMoreThan(errors, status.availableReplicas, status.readyReplicas, moreThanReady, available);
    return errors;
}

std::vector<std::string> warnings(const ReplicaSet& set)
{
    std::vector<std::string> warnings;
    warnOfName(warnings, set.metadata.name);
    warnOfTemplate(warnings, *set.spec->template_, FieldPath("spec").child("template"));
    return warnings;
}

} // namespace kubarium::api
