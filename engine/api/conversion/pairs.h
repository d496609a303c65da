// The pairs of versions, one file each: converted() goes either way.
//
//   hpa.cpp     autoscaling/v1 HorizontalPodAutoscaler   <->   autoscaling/v2, which is stored
//   event.cpp   events.k8s.io/v1 Event                   <->   the core Event, which is stored
#pragma once

namespace kubarium::api {

struct Event;
struct EventsEvent;
struct HorizontalPodAutoscaler;
struct HorizontalPodAutoscalerV1;
struct MetricSpec;
struct ObjectMeta;

HorizontalPodAutoscaler converted(const HorizontalPodAutoscalerV1& autoscaler);
HorizontalPodAutoscalerV1 converted(const HorizontalPodAutoscaler& autoscaler);

Event converted(const EventsEvent& event);
EventsEvent converted(const Event& event);

// CPU at 80 percent of the requests: what an autoscaler looks at that was not told what to look at.
MetricSpec defaultMetric();
// The annotations in which autoscaling/v1 carries what it has no fields for; elsewhere they mean nothing.
void dropCarriedAnnotations(ObjectMeta& meta);

} // namespace kubarium::api
