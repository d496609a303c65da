// What a pod takes of a quota, and what a quota demands that its containers say.
//
//   count/pods                                          each pod that is stored
//   pods, requests.*, limits.*, cpu, memory, …          as long as it has not ended
//
// A pod that should be gone by now, as on a node that is lost, is not charged either: it would keep its workload from
// being replaced.
#pragma once

#include "amounts.h"

#include "api/time.h"
#include "api/types/core-pod.h"

namespace kubarium::apiserver::quota {

bool isCharged(const api::Pod& pod, api::Time now);
bool countsForPods(std::string_view name); // besides count/pods
Amounts usageOf(const api::Pod& pod, api::Time now);

// "limits.cpu for: a,b; requests.memory for: b": which containers do not say what a quota on `hard` makes them say.
std::string unsaid(const api::Pod& pod, const Amounts& hard);

} // namespace kubarium::apiserver::quota
