// A pod with scheduling gates is not even queued: whoever put them there takes them away when it may be scheduled. (That it
// waits for them, the API server writes into its condition when it is made.)
#pragma once

#include "api/types/core-pod.h"

namespace kubarium::scheduler {

inline bool isGated(const api::PodSpec& pod)
{
    return !pod.schedulingGates.empty();
}

} // namespace kubarium::scheduler
