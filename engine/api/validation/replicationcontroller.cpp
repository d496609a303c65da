#include "meta.h"
#include "pod.h"
#include "workload.h"
#include "workloads.h"

#include "api/types/core-workload.h"

namespace kubarium::api {

namespace {

constexpr std::string_view moreThanAll = "cannot be greater than status.replicas";
constexpr std::string_view moreThanReady = "cannot be greater than readyReplicas";

void checkTemplate(FieldErrors& errors, const ReplicationControllerSpec& spec, const FieldPath& path)
{
    if (!spec.template_) {
        errors.push_back(required(path));
        return;
    }
    checkChooses(errors, LabelMatcher::of(spec.selector), *spec.template_, path);
    append(errors, validatePodTemplateSpec(*spec.template_, path));
    checkRunsForever(errors, *spec.template_->spec, "ReplicationController", path);
}

void checkSpec(FieldErrors& errors, const ReplicationControllerSpec& spec, const FieldPath& path)
{
    checkNotNegative(errors, spec.minReadySeconds, path.child("minReadySeconds"));
    if (spec.selector.empty())
        errors.push_back(required(path.child("selector")));
    if (spec.replicas)
        checkNotNegative(errors, spec.replicas, path.child("replicas"));
    else
        errors.push_back(required(path.child("replicas")));
    checkTemplate(errors, spec, path.child("template"));
}

} // namespace

FieldErrors validate(const ReplicationController& controller)
{
    FieldErrors errors = validateObjectMeta(controller.metadata, true, subdomainName, FieldPath("metadata"));
    checkSpec(errors, *controller.spec, FieldPath("spec"));
    return errors;
}

// Judged as a whole, and then once more as a change.
FieldErrors validateUpdate(const ReplicationController& now, const ReplicationController& old)
{
    FieldErrors errors = validate(now);
    append(errors, validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata")));
    checkSpec(errors, *now.spec, FieldPath("spec"));
    return errors;
}

FieldErrors validateStatusUpdate(const ReplicationController& now, const ReplicationController& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    const ReplicationControllerStatus& status = *now.status;
    const FieldPath path("status");
    const FieldPath labeled = path.child("fullyLabeledReplicas");
    const FieldPath ready = path.child("readyReplicas");
    const FieldPath available = path.child("availableReplicas");
    checkNotNegative(errors, status.replicas, path.child("replicas"));
    checkNotNegative(errors, status.fullyLabeledReplicas, labeled);
    checkNotNegative(errors, status.readyReplicas, ready);
    checkNotNegative(errors, status.availableReplicas, available);
    checkNotNegative(errors, status.observedGeneration, path.child("observedGeneration"));
    checkNotMoreThan(errors, status.fullyLabeledReplicas, status.replicas, moreThanAll, labeled);
    checkNotMoreThan(errors, status.readyReplicas, status.replicas, moreThanAll, ready);
    checkNotMoreThan(errors, status.availableReplicas, status.replicas, moreThanAll, available);
    checkNotMoreThan(errors, status.availableReplicas, status.readyReplicas, moreThanReady, available);
    return errors;
}

std::vector<std::string> warnings(const ReplicationController& controller)
{
    std::vector<std::string> warnings;
    warnOfName(warnings, controller.metadata.name);
    warnOfTemplate(warnings, *controller.spec->template_, FieldPath("spec").child("template"));
    return warnings;
}

} // namespace kubarium::api
