// How objects go: at once, after a grace period, or when the last finalizer is gone.
#pragma once

#include "request.h"
#include "state.h"

namespace kubarium::apiserver {

// The object with its deletion announced, if something holds it back (a grace period, finalizers, a namespace's
// content); null if it can be removed at once.
api::ObjectPtr markedForDeletion(const api::Kind& kind, const api::ObjectPtr& object, const DeleteOptions& options, api::Time now);
// Whether a deleted object that waits has nothing left to wait for.
bool isWaitingForNothing(const api::ObjectPtr& object);
std::optional<api::Status> preconditionFailure(const api::Kind& kind, const api::ObjectPtr& object, const DeleteOptions& options);

} // namespace kubarium::apiserver
