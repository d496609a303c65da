#include "scaling.h"

#include "../conversion/pairs.h"
#include "meta.h"
#include "table.h"

#include "api/types/autoscaling-vpa.h"
#include "api/types/autoscaling.h"
#include "api/types/policy.h"

namespace kubarium::api {

FieldErrors validate(const Scale& scale)
{
    FieldErrors errors = validateObjectMeta(scale.metadata, true, subdomainName, FieldPath("metadata"));
    checkNotNegative(errors, scale.spec->replicas, FieldPath("spec").child("replicas"));
    return errors;
}

FieldErrors validateUpdate(const Scale& now, const Scale&)
{
    return validate(now);
}

// Whether it names the pod of its address is asked before, whether the pod may go afterwards.
FieldErrors validate(const Eviction&)
{
    return {};
}

FieldErrors validateUpdate(const Eviction&, const Eviction&)
{
    return {};
}

FieldErrors validate(const HorizontalPodAutoscalerV1& autoscaler)
{
    return validate(converted(autoscaler));
}

FieldErrors validateUpdate(const HorizontalPodAutoscalerV1& now, const HorizontalPodAutoscalerV1& old)
{
    return validateUpdate(converted(now), converted(old));
}

std::span<const Rules> scalingRules()
{
    static constexpr Rules rules[] = {
        rulesOf<HorizontalPodAutoscaler>(),
        rulesOf<HorizontalPodAutoscalerV1>(),
        rulesOf<Scale>(),
        rulesOf<PodDisruptionBudget>(),
        rulesOf<Eviction>(),
        rulesOf<VerticalPodAutoscaler>(),
        rulesOf<VerticalPodAutoscalerCheckpoint>(),
    };
    return rules;
}

} // namespace kubarium::api
