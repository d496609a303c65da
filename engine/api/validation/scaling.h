// The rules of autoscaling, autoscaling.k8s.io and policy.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct Eviction;
struct HorizontalPodAutoscaler;
struct HorizontalPodAutoscalerV1;
struct PodDisruptionBudget;
struct Scale;
struct VerticalPodAutoscaler;
struct VerticalPodAutoscalerCheckpoint;

FieldErrors validate(const HorizontalPodAutoscaler& autoscaler);
FieldErrors validateUpdate(const HorizontalPodAutoscaler& now, const HorizontalPodAutoscaler& old);
FieldErrors validateStatusUpdate(const HorizontalPodAutoscaler& now, const HorizontalPodAutoscaler& old);

// The older form is judged by what it is stored as.
FieldErrors validate(const HorizontalPodAutoscalerV1& autoscaler);
FieldErrors validateUpdate(const HorizontalPodAutoscalerV1& now, const HorizontalPodAutoscalerV1& old);

FieldErrors validate(const PodDisruptionBudget& budget);
FieldErrors validateUpdate(const PodDisruptionBudget& now, const PodDisruptionBudget& old);
FieldErrors validateStatusUpdate(const PodDisruptionBudget& now, const PodDisruptionBudget& old);

// Bodies of subresources: a scale is judged before its workload is, an eviction by the server that carries it out.
FieldErrors validate(const Scale& scale);
FieldErrors validateUpdate(const Scale& now, const Scale& old);
FieldErrors validate(const Eviction& eviction);
FieldErrors validateUpdate(const Eviction& now, const Eviction& old);

// By the schema of their definition: this kind is not built into the server.
FieldErrors validate(const VerticalPodAutoscaler& autoscaler);
FieldErrors validateUpdate(const VerticalPodAutoscaler& now, const VerticalPodAutoscaler& old);
FieldErrors validateStatusUpdate(const VerticalPodAutoscaler& now, const VerticalPodAutoscaler& old);
FieldErrors validate(const VerticalPodAutoscalerCheckpoint& checkpoint);
FieldErrors validateUpdate(const VerticalPodAutoscalerCheckpoint& now, const VerticalPodAutoscalerCheckpoint& old);

} // namespace kubarium::api
