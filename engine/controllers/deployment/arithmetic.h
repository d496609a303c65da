// The arithmetic of a rollout, in numbers alone: how many pods there may be, how many there must be, and how many each
// ReplicaSet gets next.
//
//   replicas: 10, maxSurge: 25%, maxUnavailable: 25%
//
//        minAvailable 8          desired 10            maxTotal 13
//   ──────────┼──────────────────────┼──────────────────────┼──────▶ pods
//             └── 25% of 10 = 2.5,   └── 25% of 10 = 2.5, ──┘
//                 rounded down: 2        rounded up: 3
//
// A step up never passes maxTotal, a step down never minAvailable. Where both come to nothing (1% of 10 and 0), one pod may
// be unavailable: else nothing could ever move.
#pragma once

#include "api/intorstring.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace kubarium::controllers::deployment {

// How far a rollout may stray from the wanted number of pods. Recreate strays not at all: it does not count.
struct Limits {
    std::int32_t desired = 0;
    std::int32_t maxSurge = 0;
    std::int32_t maxUnavailable = 0;

    std::int32_t maxTotal() const; // not beyond what a number of replicas can be

    std::int32_t minAvailable() const { return desired - maxUnavailable; }

    friend bool operator==(const Limits&, const Limits&) = default;
};

Limits rollingLimits(const api::IntOrString& maxSurge, const api::IntOrString& maxUnavailable, std::int32_t desired);

// How such a limit was computed: "25% of 10 = 2.5, rounded up to 3"; of a number the number itself.
std::string shareText(const api::IntOrString& share, std::int32_t total, bool roundUp);

// The pods of one ReplicaSet: how many it is to have, and how many can serve.
struct Replicas {
    std::int32_t size = 0;
    std::int32_t available = 0;
};

// One ReplicaSet, by its place in the list that was asked about, gets another size.
struct Resize {
    std::size_t which = 0;
    std::int32_t to = 0;

    friend bool operator==(const Resize&, const Resize&) = default;
};

// What the new ReplicaSet grows to, or shrinks to, where all together have `total` pods now.
std::int32_t newSize(const Limits& limits, std::int32_t size, std::int64_t total);

// How old ReplicaSets shrink, the oldest first: those of their pods that are not available anyway go before others.
std::vector<Resize> shrinkOld(const Limits& limits, const Replicas& newSet, std::span<const Replicas> oldSets);

// An active ReplicaSet in the middle of a rollout, when the Deployment gets another size.
struct ActiveSet {
    std::int32_t size = 0;
    std::int32_t maxBefore = 0; // what maxTotal was when it was last scaled; 0 if nobody knows
};

// Shares out what is added or taken away among ReplicaSets (the oldest first) in proportion to their sizes. The largest is
// served first and takes what rounding leaves over; of equals the newer one grows first and the older one shrinks first.
// Answers the new size of each, in the order in which they are served. `statusReplicas` stands in for what nobody knows.
std::vector<Resize> shareOut(const Limits& limits, std::span<const ActiveSet> sets, std::int32_t statusReplicas);

} // namespace kubarium::controllers::deployment
