#include "meta.h"
#include "resources.h"
#include "scaling.h"

#include "api/types/autoscaling.h"

namespace kubarium::api {

namespace {

constexpr std::int32_t longestPeriod = 1800; // seconds
constexpr std::int32_t longestWindow = 3600;

constexpr std::string_view rawOrUtilization = "must set either a target raw value or a target utilization";

void checkReferencePart(FieldErrors& errors, const Text& text, const FieldPath& path)
{
    if (text.empty())
        errors.push_back(required(path));
    else
        appendInvalid(errors, path, text, isPathSegmentName(text));
}

void checkReference(FieldErrors& errors, const CrossVersionObjectReference& reference, const FieldPath& path)
{
    checkReferencePart(errors, reference.kind, path.child("kind"));
    checkReferencePart(errors, reference.name, path.child("name"));
}

void checkMetric(FieldErrors& errors, const MetricIdentifier& metric, const FieldPath& path)
{
    const FieldPath name = path.child("name");
    if (metric.name.empty())
        errors.push_back(required(name, "must specify a metric name"));
    else
        appendInvalid(errors, name, metric.name, isPathSegmentName(metric.name));
}

void checkPositive(FieldErrors& errors, const Optional<Quantity>& value, const FieldPath& path)
{
    if (value && value->sign() != 1)
        errors.push_back(invalid(path, *value, "must be positive"));
}

void checkTarget(FieldErrors& errors, const MetricTarget& target, const FieldPath& path)
{
    const auto& types = MetricTargetType::values;
    const FieldPath type = path.child("type");
    if (target.type.empty())
        errors.push_back(required(type, "must specify a metric target type"));
    if (std::find(std::begin(types), std::end(types), target.type.view()) == std::end(types))
        errors.push_back(invalid(type, target.type, "must be either Utilization, Value, or AverageValue"));
    checkPositive(errors, target.value, path.child("value"));
    checkPositive(errors, target.averageValue, path.child("averageValue"));
    if (target.averageUtilization && *target.averageUtilization < 1)
        errors.push_back(
            invalid(path.child("averageUtilization"), *target.averageUtilization, "must be greater than 0"));
}

void checkSource(FieldErrors& errors, const ObjectMetricSource& source, const FieldPath& path)
{
    const FieldPath target = path.child("target");
    checkReference(errors, source.describedObject, path.child("describedObject"));
    checkMetric(errors, source.metric, path.child("metric"));
    checkTarget(errors, source.target, target);
    if (!source.target.value && !source.target.averageValue)
        errors.push_back(required(target.child("averageValue"), "must set either a target value or averageValue"));
}

void checkSource(FieldErrors& errors, const ExternalMetricSource& source, const FieldPath& path)
{
    const FieldPath target = path.child("target");
    checkMetric(errors, source.metric, path.child("metric"));
    checkTarget(errors, source.target, target);
    if (!source.target.value && !source.target.averageValue) {
        errors.push_back(
            required(target.child("averageValue"), "must set either a target value for metric or a per-pod target"));
    }
    if (source.target.value && source.target.averageValue) {
        errors.push_back(
            forbidden(target.child("value"), "may not set both a target value for metric and a per-pod target"));
    }
}

void checkSource(FieldErrors& errors, const PodsMetricSource& source, const FieldPath& path)
{
    const FieldPath target = path.child("target");
    checkMetric(errors, source.metric, path.child("metric"));
    checkTarget(errors, source.target, target);
    if (!source.target.averageValue)
        errors.push_back(required(target.child("averageValue"), "must specify a positive target averageValue"));
}

// Of CPU and memory there is a raw amount or a share of what the pods request.
void checkRawOrUtilization(FieldErrors& errors, const MetricTarget& target, const FieldPath& path)
{
    checkTarget(errors, target, path);
    if (!target.averageUtilization && !target.averageValue)
        errors.push_back(required(path.child("averageUtilization"), rawOrUtilization));
    if (target.averageUtilization && target.averageValue) {
        errors.push_back(
            forbidden(path.child("averageValue"), "may not set both a target raw value and a target utilization"));
    }
}

void checkSource(FieldErrors& errors, const ResourceMetricSource& source, const FieldPath& path)
{
    if (source.name.empty())
        errors.push_back(required(path.child("name"), "must specify a resource name"));
    checkRawOrUtilization(errors, source.target, path.child("target"));
}

void checkSource(FieldErrors& errors, const ContainerResourceMetricSource& source, const FieldPath& path)
{
    const FieldPath name = path.child("name");
    const FieldPath container = path.child("container");
    if (source.name.empty())
        errors.push_back(required(name, "must specify a resource name"));
    else
        appendInvalid(errors, name, source.name, isContainerResourceName(source.name));
    if (source.container.empty())
        errors.push_back(required(container, "must specify a container"));
    else
        appendInvalid(errors, container, source.container, isDns1123Label(source.container));
    checkRawOrUtilization(errors, source.target, path.child("target"));
}

// Type says which of five sources is meant: that one has to be there, and no other. Of those that are there only the
// first is looked into.
class MetricCheck {
public:
    MetricCheck(FieldErrors& errors, const MetricSpec& metric, const FieldPath& path)
        : m_errors(errors),
          m_metric(metric),
          m_path(path)
    {
    }

    void run()
    {
        const FieldPath type = m_path.child("type");
        if (m_metric.type.empty())
            m_errors.push_back(required(type, "must specify a metric source type"));
        checkSupported(m_errors, m_metric.type, MetricSourceType::values, type);

        look(m_metric.object, "object");
        look(m_metric.external, "external");
        look(m_metric.pods, "pods");
        look(m_metric.resource, "resource");
        look(m_metric.containerResource, "containerResource");

        const std::string_view expected = expectedSource();
        if (expected.empty())
            checkSupported(m_errors, m_metric.type, MetricSourceType::values, type); // and said once more
        else if (std::find(m_present.begin(), m_present.end(), expected) == m_present.end())
            m_errors.push_back(
                required(m_path.child(expected), "must populate information for the given metric source"));
        for (const std::string_view source : m_present) {
            if (m_present.size() > 1 && source != expected)
                m_errors.push_back(forbidden(m_path.child(source), "must populate the given metric source only"));
        }
    }

private:
    template <class Source> void look(const Box<Source>& source, std::string_view name)
    {
        if (!source)
            return;
        m_present.push_back(name);
        if (m_present.size() == 1)
            checkSource(m_errors, *source, m_path.child(name));
    }

    std::string_view expectedSource() const
    {
        constexpr std::pair<std::string_view, std::string_view> sources[] = {
            {MetricSourceType::Object, "object"},
            {MetricSourceType::Pods, "pods"},
            {MetricSourceType::Resource, "resource"},
            {MetricSourceType::External, "external"},
            {MetricSourceType::ContainerResource, "containerResource"},
        };
        for (const auto& [type, source] : sources) {
            if (m_metric.type == type)
                return source;
        }
        return {};
    }

    FieldErrors& m_errors;
    const MetricSpec& m_metric;
    const FieldPath& m_path;
    std::vector<std::string_view> m_present;
};

void checkMetrics(FieldErrors& errors, const HorizontalPodAutoscalerSpec& spec, const FieldPath& path)
{
    for (std::size_t i = 0; i < spec.metrics.size(); ++i) {
        const FieldPath metric = path.index(i);
        MetricCheck(errors, spec.metrics[i], metric).run();
    }
    // With no pods there is nothing to measure in pods.
    const bool measuresOthers = std::any_of(spec.metrics.begin(), spec.metrics.end(), [](const MetricSpec& metric) {
        return metric.type == MetricSourceType::Object || metric.type == MetricSourceType::External;
    });
    if (spec.minReplicas.valueOr(1) == 0 && !measuresOthers) {
        errors.push_back(
            forbidden(path, "must specify at least one Object or External metric to support scaling to zero replicas"));
    }
}

void checkPolicy(FieldErrors& errors, const HPAScalingPolicy& policy, const FieldPath& path)
{
    const FieldPath period = path.child("periodSeconds");
    checkSupported(errors, policy.type, HPAScalingPolicyType::values, path.child("type"));
    if (policy.value <= 0)
        errors.push_back(invalid(path.child("value"), policy.value, "must be greater than zero"));
    if (policy.periodSeconds <= 0)
        errors.push_back(invalid(period, policy.periodSeconds, "must be greater than zero"));
    if (policy.periodSeconds > longestPeriod) {
        errors.push_back(
            invalid(period, policy.periodSeconds, "must be less than or equal to " + std::to_string(longestPeriod)));
    }
}

void checkRules(FieldErrors& errors, const Box<HPAScalingRules>& rules, const FieldPath& path)
{
    if (!rules)
        return;
    const FieldPath window = path.child("stabilizationWindowSeconds");
    const std::int32_t seconds = rules->stabilizationWindowSeconds.valueOr(0);
    if (seconds < 0)
        errors.push_back(invalid(window, seconds, "must be greater than or equal to zero"));
    if (seconds > longestWindow)
        errors.push_back(invalid(window, seconds, "must be less than or equal to " + std::to_string(longestWindow)));
    if (rules->selectPolicy)
        checkSupported(errors, rules->selectPolicy, ScalingPolicySelect::values, path.child("selectPolicy"));
    const FieldPath policies = path.child("policies");
    if (rules->policies.empty())
        errors.push_back(required(policies, "must specify at least one Policy"));
    for (std::size_t i = 0; i < rules->policies.size(); ++i)
        checkPolicy(errors, rules->policies[i], policies.index(i));
}

void checkSpec(FieldErrors& errors, const HorizontalPodAutoscalerSpec& spec, std::int32_t leastReplicas)
{
    const FieldPath path("spec");
    const FieldPath maxReplicas = path.child("maxReplicas");
    if (spec.minReplicas && *spec.minReplicas < leastReplicas) {
        errors.push_back(invalid(path.child("minReplicas"), *spec.minReplicas,
            "must be greater than or equal to " + std::to_string(leastReplicas)));
    }
    if (spec.maxReplicas < 1)
        errors.push_back(invalid(maxReplicas, spec.maxReplicas, "must be greater than 0"));
    if (spec.minReplicas && spec.maxReplicas < *spec.minReplicas)
        errors.push_back(invalid(maxReplicas, spec.maxReplicas, "must be greater than or equal to `minReplicas`"));
    checkReference(errors, spec.scaleTargetRef, path.child("scaleTargetRef"));
    checkMetrics(errors, spec, path.child("metrics"));
    checkRules(errors, spec.behavior->scaleUp, path.child("behavior").child("scaleUp"));
    checkRules(errors, spec.behavior->scaleDown, path.child("behavior").child("scaleDown"));
}

} // namespace

FieldErrors validate(const HorizontalPodAutoscaler& autoscaler)
{
    FieldErrors errors = validateObjectMeta(autoscaler.metadata, true, subdomainName, FieldPath("metadata"));
    checkSpec(errors, *autoscaler.spec, 1);
    return errors;
}

// Scaling to zero is a feature that is off; an autoscaler that does it nevertheless may go on.
FieldErrors validateUpdate(const HorizontalPodAutoscaler& now, const HorizontalPodAutoscaler& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    checkSpec(errors, *now.spec, old.spec->minReplicas.valueOr(1) == 0 ? 0 : 1);
    return errors;
}

FieldErrors validateStatusUpdate(const HorizontalPodAutoscaler& now, const HorizontalPodAutoscaler& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    checkNotNegative(errors, now.status->currentReplicas, FieldPath("status").child("currentReplicas"));
    checkNotNegative(errors, now.status->desiredReplicas, FieldPath("status").child("desiredReplicas"));
    return errors;
}

} // namespace kubarium::api
