#include "hpametrics.h"
#include "pairs.h"

#include "api/types/autoscaling.h"

namespace kubarium::api {

namespace {

constexpr std::string_view metricsAnnotation = "autoscaling.alpha.kubernetes.io/metrics";
constexpr std::string_view behaviorAnnotation = "autoscaling.alpha.kubernetes.io/behavior";
constexpr std::string_view currentMetricsAnnotation = "autoscaling.alpha.kubernetes.io/current-metrics";
constexpr std::string_view conditionsAnnotation = "autoscaling.alpha.kubernetes.io/conditions";

constexpr std::int32_t defaultUtilization = 80;

MetricSpec cpuMetric(std::int32_t utilization)
{
    MetricSpec metric;
    metric.type = MetricSourceType::Resource;
    ResourceMetricSource& resource = metric.resource.edit();
    resource.name = "cpu";
    resource.target.type = MetricTargetType::Utilization;
    resource.target.averageUtilization = utilization;
    return metric;
}

// The one metric for which v1 has a field.
bool isCpuUtilization(const MetricSpec& metric)
{
    return metric.type == MetricSourceType::Resource && metric.resource->name == "cpu"
        && metric.resource->target.averageUtilization.has_value();
}

HorizontalPodAutoscalerSpec specOf(const HorizontalPodAutoscalerV1& v1)
{
    HorizontalPodAutoscalerSpec spec;
    const HorizontalPodAutoscalerV1Spec& old = *v1.spec;
    spec.scaleTargetRef = {old.scaleTargetRef.kind, old.scaleTargetRef.name, old.scaleTargetRef.apiVersion};
    spec.minReplicas = old.minReplicas;
    spec.maxReplicas = old.maxReplicas;
    const Map<Text>& annotations = v1.metadata.annotations;
    if (const Text* const carried = annotations.find(metricsAnnotation))
        spec.metrics = metricsFromV1(*carried).value_or(List<MetricSpec>());
    if (old.targetCPUUtilizationPercentage) // stands behind all others from now on
        spec.metrics.push_back(cpuMetric(*old.targetCPUUtilizationPercentage));
    if (spec.metrics.empty())
        spec.metrics.push_back(defaultMetric());
    if (const Text* const carried = annotations.find(behaviorAnnotation))
        spec.behavior = behaviorFromV1(*carried);
    return spec;
}

HorizontalPodAutoscalerStatus statusOf(const HorizontalPodAutoscalerV1& v1)
{
    HorizontalPodAutoscalerStatus status;
    const HorizontalPodAutoscalerV1Status& old = *v1.status;
    status.observedGeneration = old.observedGeneration;
    status.lastScaleTime = old.lastScaleTime;
    status.currentReplicas = old.currentReplicas;
    status.desiredReplicas = old.desiredReplicas;
    if (old.currentCPUUtilizationPercentage) {
        MetricStatus& metric = status.currentMetrics.push_back(MetricStatus());
        metric.type = MetricSourceType::Resource;
        metric.resource.edit().name = "cpu";
        metric.resource.edit().current.averageUtilization = old.currentCPUUtilizationPercentage;
    }
    const Map<Text>& annotations = v1.metadata.annotations;
    if (const Text* const carried = annotations.find(currentMetricsAnnotation)) {
        if (auto metrics = currentMetricsFromV1(*carried))
            status.currentMetrics = *std::move(metrics); // which know more than the field
    }
    if (const Text* const carried = annotations.find(conditionsAnnotation))
        status.conditions = conditionsFromV1(*carried).value_or(List<HorizontalPodAutoscalerCondition>());
    return status;
}

void carry(ObjectMeta& meta, const HorizontalPodAutoscaler& autoscaler)
{
    List<MetricSpec> others;
    for (const MetricSpec& metric : autoscaler.spec->metrics) {
        if (!isCpuUtilization(metric))
            others.push_back(metric);
    }
    if (!others.empty())
        meta.annotations.set(metricsAnnotation, metricsAsV1(others));
    if (!autoscaler.status->currentMetrics.empty())
        meta.annotations.set(currentMetricsAnnotation, currentMetricsAsV1(autoscaler.status->currentMetrics));
    if (autoscaler.spec->behavior)
        meta.annotations.set(behaviorAnnotation, behaviorAsV1(*autoscaler.spec->behavior));
    if (!autoscaler.status->conditions.empty())
        meta.annotations.set(conditionsAnnotation, conditionsAsV1(autoscaler.status->conditions));
}

} // namespace

MetricSpec defaultMetric()
{
    return cpuMetric(defaultUtilization);
}

void dropCarriedAnnotations(ObjectMeta& meta)
{
    for (const std::string_view name :
        {metricsAnnotation, behaviorAnnotation, currentMetricsAnnotation, conditionsAnnotation})
        meta.annotations.erase(name);
}

HorizontalPodAutoscaler converted(const HorizontalPodAutoscalerV1& v1)
{
    HorizontalPodAutoscaler autoscaler;
    autoscaler.metadata = v1.metadata;
    dropCarriedAnnotations(autoscaler.metadata);
    autoscaler.spec = specOf(v1);
    if (const HorizontalPodAutoscalerStatus status = statusOf(v1); !(status == HorizontalPodAutoscalerStatus()))
        autoscaler.status = status;
    return autoscaler;
}

HorizontalPodAutoscalerV1 converted(const HorizontalPodAutoscaler& autoscaler)
{
    HorizontalPodAutoscalerV1 v1;
    v1.metadata = autoscaler.metadata;
    dropCarriedAnnotations(v1.metadata);
    carry(v1.metadata, autoscaler);

    HorizontalPodAutoscalerV1Spec& spec = v1.spec.edit();
    const HorizontalPodAutoscalerSpec& wanted = *autoscaler.spec;
    spec.scaleTargetRef = {wanted.scaleTargetRef.kind, wanted.scaleTargetRef.name, wanted.scaleTargetRef.apiVersion};
    spec.minReplicas = wanted.minReplicas;
    spec.maxReplicas = wanted.maxReplicas;
    const auto cpu = std::find_if(wanted.metrics.begin(), wanted.metrics.end(), isCpuUtilization);
    if (cpu != wanted.metrics.end())
        spec.targetCPUUtilizationPercentage = cpu->resource->target.averageUtilization;

    if (!autoscaler.status)
        return v1;
    HorizontalPodAutoscalerV1Status& status = v1.status.edit();
    const HorizontalPodAutoscalerStatus& seen = *autoscaler.status;
    status.observedGeneration = seen.observedGeneration;
    status.lastScaleTime = seen.lastScaleTime;
    status.currentReplicas = seen.currentReplicas;
    status.desiredReplicas = seen.desiredReplicas;
    for (const MetricStatus& metric : seen.currentMetrics) {
        if (metric.type == MetricSourceType::Resource && metric.resource->name == "cpu"
            && metric.resource->current.averageUtilization)
            status.currentCPUUtilizationPercentage = metric.resource->current.averageUtilization;
    }
    return v1;
}

} // namespace kubarium::api
