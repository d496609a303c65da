// A pod that somebody makes go, though its owner did not ask for it, says so in its condition DisruptionTarget: by whom, and
// in a sentence why.
#pragma once

#include "api/object.h"

namespace kubarium::apiserver {

// The pod with that condition; since when it holds is kept if it held already.
api::ObjectPtr withDisruptionTarget(
    api::ObjectPtr pod, std::string_view reason, std::string_view message, api::Time now);

} // namespace kubarium::apiserver
