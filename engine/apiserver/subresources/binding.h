// pods/binding: how the scheduler gives a pod to a node. It may be done once.
#pragma once

#include "actions.h"

namespace kubarium::apiserver {

// The pod on its node, with PodScheduled true; refused if it has a node or is being deleted.
api::Result<Deed> bindPod(const Task& task);

} // namespace kubarium::apiserver
