// What autoscaling/v1 says of an autoscaler in annotations, because it has no fields for it: as JSON, the metrics and
// their values in a form of that version's own,
//
//   autoscaling/v2    {"type":"Pods","pods":{"metric":{"name":"qps"},"target":{"type":"AverageValue","averageValue":"10"}}}
//   in v1's metrics   {"type":"Pods","pods":{"metricName":"qps","targetAverageValue":"10"}}
//
// the behavior as the server's own struct, the conditions as they are. What cannot be read says nothing.
#pragma once

#include "../shared.h"

#include <optional>
#include <string>
#include <string_view>

namespace kubarium::api {

struct HorizontalPodAutoscalerBehavior;
struct HorizontalPodAutoscalerCondition;
struct MetricSpec;
struct MetricStatus;

std::string metricsAsV1(const List<MetricSpec>& metrics);
std::optional<List<MetricSpec>> metricsFromV1(std::string_view json);

std::string currentMetricsAsV1(const List<MetricStatus>& metrics);
std::optional<List<MetricStatus>> currentMetricsFromV1(std::string_view json);

std::string behaviorAsV1(const HorizontalPodAutoscalerBehavior& behavior);
Box<HorizontalPodAutoscalerBehavior> behaviorFromV1(std::string_view json); // absent if it says nothing

std::string conditionsAsV1(const List<HorizontalPodAutoscalerCondition>& conditions);
std::optional<List<HorizontalPodAutoscalerCondition>> conditionsFromV1(std::string_view json);

} // namespace kubarium::api
