#include "../conversion/pairs.h"
#include "table.h"

#include "api/types/autoscaling.h"

namespace kubarium::api {

namespace {

constexpr std::int32_t period = 15; // seconds

// Up at once, by four pods or by all that are there, whichever is more.
void setScaleUp(HPAScalingRules& rules)
{
    if (!rules.stabilizationWindowSeconds)
        rules.stabilizationWindowSeconds = 0;
    if (rules.policies.empty())
        rules.policies = {{HPAScalingPolicyType::Pods, 4, period}, {HPAScalingPolicyType::Percent, 100, period}};
}

// Down to the least in one step. How long it waits before that is the controller's setting, unless it is written here.
void setScaleDown(HPAScalingRules& rules)
{
    if (rules.policies.empty())
        rules.policies = {{HPAScalingPolicyType::Percent, 100, period}};
}

} // namespace

void setDefaults(HorizontalPodAutoscaler& autoscaler)
{
    dropCarriedAnnotations(autoscaler.metadata); // only the older version carries anything in annotations
    HorizontalPodAutoscalerSpec& spec = autoscaler.spec.edit();
    if (spec.metrics.empty())
        spec.metrics = {defaultMetric()};
    if (!spec.behavior)
        return;
    HorizontalPodAutoscalerBehavior& behavior = spec.behavior.edit();
    for (Box<HPAScalingRules>* const rules : {&behavior.scaleUp, &behavior.scaleDown})
        rules->edit().tolerance.reset(); // a feature that is off
    setScaleUp(behavior.scaleUp.edit());
    setScaleDown(behavior.scaleDown.edit());
}

std::span<const Defaulter> scalingDefaults()
{
    static constexpr Defaulter defaulters[] = {defaulterOf<HorizontalPodAutoscaler>()};
    return defaulters;
}

} // namespace kubarium::api
