// What the server does to an object of a kind before it validates and stores it, whatever the client wrote: status is
// the controllers', generation counts changes of the wish, and a few kinds begin their life with fields of their own.
#pragma once

#include "../request.h"
#include "../state.h"

namespace kubarium::apiserver {

void prepareForCreate(const api::Kind& kind, api::ObjectPtr& object, const Request& request, const State& state);
void prepareForUpdate(const api::Kind& kind, api::ObjectPtr& now, const api::ObjectPtr& old);
void prepareForStatusUpdate(const api::Kind& kind, api::ObjectPtr& now, const api::ObjectPtr& old);

} // namespace kubarium::apiserver
