// Fields with which objects of some kinds begin their life, set by the server when it creates them.
#pragma once

#include "../request.h"
#include "../state.h"

namespace kubarium::apiserver {

void begin(const api::Kind& kind, api::ObjectPtr& object, const Request& request, const State& state);

} // namespace kubarium::apiserver
