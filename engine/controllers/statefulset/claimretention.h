// Which claims of a StatefulSet go, and when: persistentVolumeClaimRetentionPolicy, said in ownerReferences, so that the
// garbage collector does the rest.
//
//   whenDeleted  whenScaled   owner of a claim           of one whose number is scaled away
//   Retain       Retain       nobody                     nobody
//   Delete       Retain       the set                    the set
//   Retain       Delete       nobody                     its pod
//   Delete       Delete       the set                    its pod
//
// A claim that somebody else controls is left to him: then neither set nor pod owns it.
#pragma once

#include "api/object.h"
#include "api/types/apps.h"

namespace kubarium::controllers {

// The ownerReferences that a claim should have. `isScaledAway`: the number of this pod is none that the set is to have.
api::List<api::OwnerReference> ownersOfClaim(
    const api::ObjectMeta& claim, const api::ObjectPtr& set, const api::ObjectPtr& pod, bool isScaledAway);

// Whether the policy does not reach a claim, because it is somebody else's: also if set or pod are others than they were.
bool isSomebodyElses(const api::ObjectMeta& claim, const api::ObjectPtr& set, const api::ObjectPtr& pod);

// Whether a claim goes with a pod of this name that is no more, so that the next one has to wait for a claim of its own.
bool isLeftBehind(const api::ObjectMeta& claim, const api::StatefulSet& set, std::string_view pod);

} // namespace kubarium::controllers
