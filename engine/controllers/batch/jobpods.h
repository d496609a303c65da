// What the Job controller asks of the pods of a Job.
//
// Each carries the finalizer batch.kubernetes.io/job-tracking until it stands in the Job's numbers, so that none ends
// unseen. Pods of an Indexed Job carry their number, and how often their index failed before them.
#pragma once

#include "api/object.h"
#include "api/types/batch.h"
#include "api/types/core-pod.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace kubarium::controllers {

inline constexpr std::string_view trackingFinalizer = "batch.kubernetes.io/job-tracking";
inline constexpr std::string_view completionIndexKey =
    "batch.kubernetes.io/job-completion-index"; // label and annotation
inline constexpr std::string_view indexFailuresKey = "batch.kubernetes.io/job-index-failure-count";
inline constexpr std::string_view indexIgnoredFailuresKey = "batch.kubernetes.io/job-index-ignored-failure-count";

const api::Kind& jobKind();

// Of the Job itself
bool isIndexed(const api::Job& job);
bool isSuspended(const api::Job& job);
bool hasLimitPerIndex(const api::Job& job);
bool isManagedByOthers(const api::Job& job); // spec.managedBy names another controller
// Whether a pod is replaced only when it has come to its end, and not already while it terminates.
bool replacesOnlyFailed(const api::Job& job);

// Of a pod
bool isTracked(const api::Pod& pod); // not yet in the numbers
bool isTerminating(const api::Pod& pod); // deleted, and not at its end
// It has failed, or is on its way out: a pod that is deleted while it runs is a failure unless the Job waits for its end.
bool hasFailed(const api::Pod& pod, const api::Job& job);
std::optional<std::int32_t> completionIndex(const api::Pod& pod);
// The same, if it is one that the Job still asks for.
std::optional<std::int32_t> indexWithin(const api::Pod& pod, const api::Job& job);
// How often its index failed before it: so that it counts, and in all.
std::int32_t countedIndexFailures(const api::Pod& pod);
std::int32_t allIndexFailures(const api::Pod& pod);
// When its last container ended; else, the best that is known of it.
api::Time endOf(const api::Pod& pod);
// How often its containers were started again.
std::int32_t restartsOf(const api::Pod& pod);

// Of all active pods, those that have to go: of an Indexed Job every one with an index that it does not ask for, and all
// but one of those that share an index; and then so many, the least useful first, that `surplus` go in all.
std::vector<api::ObjectPtr> podsToRemove(
    const api::Job& job, const std::vector<api::ObjectPtr>& active, std::size_t surplus);

} // namespace kubarium::controllers
