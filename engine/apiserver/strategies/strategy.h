// What the server does to an object of a kind before it validates and stores it, whatever the client wrote: status is
// the controllers', generation counts changes of the wish, and a few kinds begin their life with fields of their own.
#pragma once

#include "../request.h"
#include "../state.h"

#include "api/fielderror.h"

namespace kubarium::apiserver {

void prepareForCreate(const api::Kind& kind, api::ObjectPtr& object, const Request& request, const State& state);

// What a write to an object, or to a part of it by way of a subresource, may change, and whether it may be so.
struct UpdateStrategy {
    std::string_view subresource; // empty: the object itself
    void (*prepare)(const api::Kind& kind, api::ObjectPtr& now, const api::ObjectPtr& old);
    api::FieldErrors (*validate)(const api::Kind& kind, const api::ObjectPtr& now, const api::ObjectPtr& old);
};

bool hasUpdateStrategy(std::string_view subresource);
const UpdateStrategy& updateStrategyOf(std::string_view subresource);

} // namespace kubarium::apiserver
