// How objects go: at once, after a grace period, or when the last finalizer is gone.
//
//   a pod on a node                deletionTimestamp, 30 s of grace → its kubelet deletes it again with 0 → gone
//   an object with finalizers      deletionTimestamp, 0 s → whoever removes the last finalizer removes the object
//   a namespace                    Terminating → its content goes → its finalizer goes → gone
//   anything else                  gone
//
// How dependents fare is a finalizer, too: `foregroundDeletion` and `orphan` are put on here, as the delete asks for or
// the kind does by default, and taken off by the garbage collector when it has done its part.
#pragma once

#include "request.h"
#include "state.h"

namespace kubarium::apiserver {

// What a delete does to an object. Neither: it is on its way already, and nothing changes.
struct Removal {
    api::ObjectPtr marked; // to be written: the object with its deletion announced; null if there is nothing to write
    bool gone = false; // it leaves the store, after what is to be written
};

Removal removalOf(const api::Kind& kind, const api::ObjectPtr& object, const DeleteOptions& options, api::Time now);

// Whether an object that is deleted has nothing left to wait for.
bool isWaitingForNothing(const api::ObjectPtr& object);

std::optional<api::Status> preconditionFailure(
    const api::Kind& kind, const api::ObjectPtr& object, const DeleteOptions& options);
// Options that contradict themselves, or ask for what there is not.
std::optional<api::Status> refusalOf(const api::DeleteOptions& options);

// Kinds whose delete is answered with what was there; of others the server only says that they are gone.
bool isAnsweredWithObject(const api::Kind& kind);
// What surprises about deleting objects of a kind, unless the client says what it wants.
std::optional<std::string> deletionWarning(const api::Kind& kind, const DeleteOptions& options);

} // namespace kubarium::apiserver
