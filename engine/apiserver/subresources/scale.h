// …/scale: a workload as nothing but a number of replicas, the same for all kinds that have one.
#pragma once

#include "../request.h"

namespace kubarium::apiserver {

// What a workload shows: how many replicas it wants, has, and by which labels they are known.
api::ObjectPtr scaleOf(const api::ObjectPtr& workload);

// The workload with the replicas of a Scale; refused if the Scale may not be so.
api::Result<api::ObjectPtr> scaled(const api::ObjectPtr& workload, const api::ObjectPtr& scale);

} // namespace kubarium::apiserver
