#include "conditions.h"
#include "gojson.h"
#include "scaling.h"
#include "workload.h"

#include "api/types/policy.h"

namespace kubarium::api {

namespace {

void checkAmount(FieldErrors& errors, const Optional<IntOrString>& amount, const FieldPath& path)
{
    if (!amount)
        return;
    checkIntOrPercent(errors, *amount, path);
    checkAtMost100Percent(errors, *amount, path);
}

FieldErrors validateSpec(const PodDisruptionBudgetSpec& spec, LabelSelectorOptions options)
{
    FieldErrors errors;
    const FieldPath path("spec");
    if (spec.minAvailable && spec.maxUnavailable)
        errors.push_back(invalidShown(path, goJson(spec), "minAvailable and maxUnavailable cannot be both set"));
    checkAmount(errors, spec.minAvailable, path.child("minAvailable"));
    checkAmount(errors, spec.maxUnavailable, path.child("maxUnavailable"));
    if (spec.selector)
        checkLabelSelector(errors, *spec.selector, path.child("selector"), options);
    if (spec.unhealthyPodEvictionPolicy) {
        checkSupported(errors, spec.unhealthyPodEvictionPolicy, UnhealthyPodEvictionPolicyType::values,
            path.child("unhealthyPodEvictionPolicy"));
    }
    return errors;
}

} // namespace

// The name of a budget has no rule of its own; what every object's name must be is checked for it as for all.
FieldErrors validate(const PodDisruptionBudget& budget)
{
    return validateSpec(*budget.spec, {});
}

FieldErrors validateUpdate(const PodDisruptionBudget& now, const PodDisruptionBudget& old)
{
    FieldErrors oldErrors;
    if (old.spec->selector)
        checkLabelSelector(oldErrors, *old.spec->selector, FieldPath());
    return validateSpec(*now.spec, {.allowInvalidLabelValues = !oldErrors.empty()});
}

FieldErrors validateStatusUpdate(const PodDisruptionBudget& now, const PodDisruptionBudget&)
{
    FieldErrors errors;
    const PodDisruptionBudgetStatus& status = *now.status;
    const FieldPath path("status");
    checkConditions(errors, status.conditions, path.child("conditions"));
    checkNotNegative(errors, status.disruptionsAllowed, path.child("disruptionsAllowed"));
    checkNotNegative(errors, status.currentHealthy, path.child("currentHealthy"));
    checkNotNegative(errors, status.desiredHealthy, path.child("desiredHealthy"));
    checkNotNegative(errors, status.expectedPods, path.child("expectedPods"));
    return errors;
}

} // namespace kubarium::api
