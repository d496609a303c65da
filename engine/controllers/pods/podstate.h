// What controllers ask of a pod, in Kubernetes' words.
#pragma once

#include "api/object.h"
#include "api/types/core-pod.h"

#include <optional>

namespace kubarium::controllers {

// It has run to its end, well or badly, and is never started again.
bool isFinished(const api::Pod& pod);
// It counts for its controller: it is neither finished nor being deleted.
bool isActive(const api::Pod& pod);
// Its Ready condition is True.
bool isReady(const api::Pod& pod);
// Ready for at least so long: one that has just become ready counts as available from the first instant if that is 0.
bool isAvailable(const api::Pod& pod, std::int32_t minReadySeconds, api::Time now);
// When a ready pod becomes available, if that is still to come.
std::optional<api::Time> availableFrom(const api::Pod& pod, std::int32_t minReadySeconds, api::Time now);

const api::PodCondition* conditionOf(const api::Pod& pod, std::string_view type); // null if it has none

// Whether any of what podstate.h tells differs between two versions of a pod, or its labels, owner, node or address do:
// by far the most writes to a pod are no news to anybody but its kubelet.
bool isNews(const api::Pod& before, const api::Pod& now);

// The owner that controls an object; null if none does.
const api::OwnerReference* controllerOf(const api::ObjectMeta& meta);
bool isControlledBy(const api::ObjectMeta& meta, const api::ObjectMeta& owner);
// With which a controller makes an object its own.
api::OwnerReference controllerReference(const api::ObjectPtr& owner);

} // namespace kubarium::controllers
