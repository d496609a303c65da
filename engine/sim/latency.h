// How long things take that happen between the parts of a cluster: the one table of modelled latencies.
//
// They delay only when a simulated component sees a change and when it may act again. A request is answered at the
// instant at which it is made, and a real client's watch is told at commit. Zero means: at the same instant, so that it
// happens even while the clock is paused; that is kept for what clients count on from one request to the next.
#pragma once

#include "api/time.h"

namespace kubarium::sim::latency {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""us;

inline constexpr api::Microseconds controller = 2ms; // from a commit until a controller takes the key from its queue
inline constexpr api::Microseconds bundle = 2'000us; // more for each of the objects that one look takes in,
inline constexpr api::Microseconds longestBundle = 1'000ms; // up to this
inline constexpr api::Microseconds jobPods =
    1'000ms; // from news about a Job's pods until its controller looks at them all
inline constexpr api::Microseconds cronDelay = 100ms; // after a minute has begun, so that it has begun for certain
inline constexpr api::Microseconds serviceAccount =
    0ms; // a new namespace gets its default ServiceAccount: pods may follow at once
inline constexpr api::Microseconds roleAggregation = 0ms; // a ClusterRole that collects rules has them at once
inline constexpr api::Microseconds node =
    0ms; // a Node that is put there has its kubelet, its addresses and no taints at once
inline constexpr api::Microseconds quota = 0ms; // a ResourceQuota counts at once: what follows is charged to it
inline constexpr api::Microseconds namespaceDeletion =
    5'000ms; // from the deletion of a namespace until its controller looks at it: time for what is still on its way in
inline constexpr api::Microseconds firstRetry = 5ms; // of a reconcile that was refused; doubles with each further one,
inline constexpr api::Microseconds longestRetry = 1000'000ms; // up to this

// Of news about one of many objects that are looked at together, as the pods of a set. A real controller manager may ask
// for only so much a second; so the larger the set, the more of its news it meets at once.
constexpr api::Microseconds bundled(std::size_t objects)
{
    const api::Microseconds span = controller + bundle * static_cast<std::int64_t>(objects);
    return span < longestBundle ? span : longestBundle;
}

} // namespace kubarium::sim::latency
