// What a StatefulSet tells of its pods.
//
//   replicas   that exist              current   of the revision that the set comes from, and not on their way out
//   ready      Running and Ready       updated   of the revision that it goes to, likewise
//   available  for minReadySeconds     When all are updated and ready, where it goes to becomes where it comes from.
#pragma once

#include "api/object.h"
#include "api/types/apps.h"
#include "api/types/core-pod.h"

namespace kubarium::controllers {

// What every step waits for: it runs, it is ready, and has been so for long enough.
bool isRunningAndReady(const api::Pod& pod);
bool isRunningAndAvailable(const api::Pod& pod, std::int32_t minReadySeconds, api::Time now);

// Counts a pod in a status whose revisions are named already.
void count(api::StatefulSetStatus& status, const api::Pod& pod, std::int32_t minReadySeconds, api::Time now);
// Ends a rolling update that has come to its end.
void complete(api::StatefulSetStatus& status, const api::StatefulSetSpec& spec);

} // namespace kubarium::controllers
