#include "gojson.h"
#include "meta.h"
#include "pod.h"
#include "workload.h"
#include "workloads.h"

#include "api/types/apps.h"

namespace kubarium::api {

namespace {

void checkRollingUpdate(FieldErrors& errors, const RollingUpdateDaemonSet& update, const FieldPath& path)
{
    const FieldPath maxUnavailable = path.child("maxUnavailable");
    const FieldPath maxSurge = path.child("maxSurge");
    checkIntOrPercent(errors, *update.maxUnavailable, maxUnavailable);
    checkIntOrPercent(errors, *update.maxSurge, maxSurge);
    checkAtMost100Percent(errors, *update.maxUnavailable, maxUnavailable);
    checkAtMost100Percent(errors, *update.maxSurge, maxSurge);

    // A node either loses its old pod first or gets the new one beside it: one of the two, and not both.
    const bool hasUnavailable = amountOf(*update.maxUnavailable) != 0;
    const bool hasSurge = amountOf(*update.maxSurge) != 0;
    if (hasUnavailable && hasSurge)
        errors.push_back(invalid(maxSurge, *update.maxSurge, "may not be set when maxUnavailable is non-zero"));
    else if (!hasUnavailable && !hasSurge)
        errors.push_back(required(maxUnavailable, "cannot be 0 when maxSurge is 0"));
}

void checkStrategy(FieldErrors& errors, const DaemonSetUpdateStrategy& strategy, const FieldPath& path)
{
    if (strategy.type == DaemonSetUpdateStrategyType::OnDelete)
        return;
    if (strategy.type != DaemonSetUpdateStrategyType::RollingUpdate)
        errors.push_back(notSupportedShown(path, goJson(strategy), DaemonSetUpdateStrategyType::values));
    else if (!strategy.rollingUpdate)
        errors.push_back(required(path.child("rollingUpdate")));
    else
        checkRollingUpdate(errors, *strategy.rollingUpdate, path.child("rollingUpdate"));
}

void checkSpec(FieldErrors& errors, const DaemonSetSpec& spec, const FieldPath& path)
{
    const FieldPath selector = path.child("selector");
    const FieldPath templatePath = path.child("template");
    // An absent selector is not called missing here, as it is elsewhere: it matches no template, and that is said.
    if (spec.selector)
        checkLabelSelector(errors, *spec.selector, selector);
    if (const std::optional<LabelMatcher> chosen = podsChosenBy(spec.selector))
        checkChooses(errors, *chosen, *spec.template_, templatePath);
    if (spec.selector && isEmptySelector(*spec.selector))
        errors.push_back(invalid(selector, *spec.selector, "empty selector is invalid for daemonset"));
    append(errors, validatePodTemplateSpec(*spec.template_, templatePath));
    checkRunsForever(errors, *spec.template_->spec, "DaemonSet", templatePath);
    checkNotNegative(errors, spec.minReadySeconds, path.child("minReadySeconds"));
    checkStrategy(errors, spec.updateStrategy, path.child("updateStrategy"));
    checkNotNegative(errors, spec.revisionHistoryLimit, path.child("revisionHistoryLimit"));
}

} // namespace

FieldErrors validate(const DaemonSet& set)
{
    FieldErrors errors = validateObjectMeta(set.metadata, true, subdomainName, FieldPath("metadata"));
    checkSpec(errors, *set.spec, FieldPath("spec"));
    return errors;
}

// The whole object is judged, then what changed, then the spec again: two generations of rules that were never merged.
FieldErrors validateUpdate(const DaemonSet& now, const DaemonSet& old)
{
    FieldErrors errors = validate(now);
    append(errors, validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata")));
    checkSpec(errors, *now.spec, FieldPath("spec"));
    if (!(now.spec->selector == old.spec->selector)) {
        errors.push_back(invalidShown(FieldPath("spec").child("selector"),
            now.spec->selector ? shown(*now.spec->selector) : shown("null"), messages::immutable));
    }
    return errors;
}

FieldErrors validateStatusUpdate(const DaemonSet& now, const DaemonSet& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    const DaemonSetStatus& status = *now.status;
    const FieldPath path("status");
    checkNotNegative(errors, status.currentNumberScheduled, path.child("currentNumberScheduled"));
    checkNotNegative(errors, status.numberMisscheduled, path.child("numberMisscheduled"));
    checkNotNegative(errors, status.desiredNumberScheduled, path.child("desiredNumberScheduled"));
    checkNotNegative(errors, status.numberReady, path.child("numberReady"));
    checkNotNegative(errors, status.observedGeneration, path.child("observedGeneration"));
    checkNotNegative(errors, status.updatedNumberScheduled, path.child("updatedNumberScheduled"));
    checkNotNegative(errors, status.numberAvailable, path.child("numberAvailable"));
    checkNotNegative(errors, status.numberUnavailable, path.child("numberUnavailable"));
    checkNotNegative(errors, status.collisionCount, path.child("collisionCount"));
    checkCollisionCount(errors, status.collisionCount, old.status->collisionCount, path.child("collisionCount"));
    return errors;
}

std::vector<std::string> warnings(const DaemonSet& set)
{
    std::vector<std::string> warnings;
    warnOfTemplate(warnings, *set.spec->template_, FieldPath("spec").child("template"));
    return warnings;
}

} // namespace kubarium::api
