// pods/binding: how the scheduler gives a pod to a node. It may be done once.
#pragma once

#include "../request.h"

namespace kubarium::apiserver {

// The pod on its node, with PodScheduled true; refused if it has a node or is being deleted.
api::Result<api::ObjectPtr> bindPod(const api::ObjectPtr& pod, const api::ObjectPtr& binding, api::Time now);

} // namespace kubarium::apiserver
