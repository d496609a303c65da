#include "printers.h"
#include "words.h"

#include "api/types/autoscaling.h"
#include "api/types/policy.h"

namespace kubarium::apiserver::table {

namespace {

std::string amount(const api::Optional<api::Quantity>& quantity, std::string_view otherwise)
{
    return quantity ? quantity->text() : std::string(otherwise);
}

std::string percent(const api::Optional<std::int32_t>& share, std::string_view otherwise)
{
    return share ? std::to_string(*share) + '%' : std::string(otherwise);
}

// Of CPU or memory, as an amount for each pod or as a share of what was requested.
std::string ofResource(std::string_view name, const api::MetricTarget& target, const api::MetricValueStatus& now)
{
    const bool amounts = target.averageValue.has_value();
    return std::string(name) + ": "
        + (amounts ? amount(now.averageValue, unknown) + '/' + amount(target.averageValue, "")
                   : percent(now.averageUtilization, unknown) + '/' + percent(target.averageUtilization, "<auto>"));
}

// Of anything else, as one value or as what falls to each pod.
std::string ofValue(const api::MetricTarget& target, const api::MetricValueStatus& now)
{
    if (target.averageValue)
        return amount(now.averageValue, unknown) + '/' + target.averageValue->text() + " (avg)";
    return amount(now.value, unknown) + '/' + amount(target.value, "");
}

// `now` is the status of the same place in the list; empty if nothing was measured there yet.
std::string metricText(const api::MetricSpec& metric, const api::MetricStatus& now)
{
    using namespace api::MetricSourceType;
    if (metric.type == External)
        return ofValue(metric.external->target, now.external->current);
    if (metric.type == Object)
        return ofValue(metric.object->target, now.object->current);
    if (metric.type == Pods)
        return amount(now.pods->current.averageValue, unknown) + '/' + amount(metric.pods->target.averageValue, "");
    if (metric.type == Resource)
        return ofResource(metric.resource->name, metric.resource->target, now.resource->current);
    if (metric.type == ContainerResource)
        return ofResource(
            metric.containerResource->name, metric.containerResource->target, now.containerResource->current);
    return "<unknown type>";
}

std::string targets(const api::HorizontalPodAutoscaler& autoscaler)
{
    const auto& metrics = autoscaler.spec->metrics;
    const auto& measured = autoscaler.status->currentMetrics;
    if (metrics.empty())
        return std::string(none);
    Few few(2);
    for (std::size_t i = 0; i < metrics.size(); ++i)
        few.add([&] { return metricText(metrics[i], i < measured.size() ? measured[i] : api::MetricStatus()); });
    return few.text(", ");
}

std::string reference(const api::HorizontalPodAutoscaler& autoscaler)
{
    return autoscaler.spec->scaleTargetRef.kind.str() + '/' + autoscaler.spec->scaleTargetRef.name.str();
}

std::string minPods(const api::HorizontalPodAutoscaler& autoscaler)
{
    const auto& fewest = autoscaler.spec->minReplicas;
    return fewest ? std::to_string(*fewest) : std::string(unset);
}

std::int64_t replicas(const api::HorizontalPodAutoscaler& autoscaler)
{
    return autoscaler.status->currentReplicas;
}

std::string minAvailable(const api::PodDisruptionBudget& budget)
{
    return budget.spec->minAvailable ? text(*budget.spec->minAvailable) : "N/A";
}

std::string maxUnavailable(const api::PodDisruptionBudget& budget)
{
    return budget.spec->maxUnavailable ? text(*budget.spec->maxUnavailable) : "N/A";
}

} // namespace

std::vector<KindPrinter> autoscalingPrinters()
{
    using Autoscaler = api::HorizontalPodAutoscaler;
    using Budget = api::PodDisruptionBudget;
    return {
        printerOf<Autoscaler>({cell<Autoscaler, reference>("Reference"), cell<Autoscaler, targets>("Targets"),
            cell<Autoscaler, minPods>("MinPods"), cell<Autoscaler, replicas>("Replicas")}),
        printerOf<Budget>(
            {cell<Budget, minAvailable>("Min Available"), cell<Budget, maxUnavailable>("Max Unavailable")}),
    };
}

} // namespace kubarium::apiserver::table
