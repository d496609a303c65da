// pods/eviction: a delete that asks the disruption budget first. It is how a drain empties a node.
//
//   a pod that has ended, has not begun or is going already    needs no budget
//   one that is not ready                                      needs none either, if the application has enough without it
//   any other                                                  takes one disruption from its budget; 429 when none is left
#pragma once

#include "../request.h"
#include "../state.h"

namespace kubarium::apiserver {

struct EvictionPlan {
    api::ObjectPtr budget; // with one disruption less; null if none is used up
    api::ObjectPtr pod; // saying why it goes
};

api::Result<EvictionPlan> plannedEviction(const State& state, const api::ObjectPtr& pod);

} // namespace kubarium::apiserver
