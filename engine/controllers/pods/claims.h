// Whose is this object? A controller adopts what its selector matches and nobody controls, and lets go of what it controls
// and its selector no longer matches; both by a patch, so that everybody sees it in the ownerReferences.
//
// An owner that is being deleted adopts nothing and lets go of nothing, and what is being deleted is not adopted.
#pragma once

#include "apiserver/client.h"

#include "api/selectors.h"

#include <functional>
#include <vector>

namespace kubarium::controllers {

struct Claims {
    std::vector<api::ObjectPtr> objects; // controlled by the owner now, in the order of their names
    api::Status failure; // of the first adoption or release that was refused; ok() if there was none
};

// Pods of the owner's namespace. `mayAdopt`, where given, is asked about each orphan that the selector matches. What is
// adopted gets the `finalizer`, where one is given, and what is let go loses it.
Claims claimedPods(apiserver::Client& client, const api::ObjectPtr& owner, const api::LabelMatcher& selector,
    const std::function<bool(const api::ObjectPtr&)>& mayAdopt = {}, std::string_view finalizer = {});
// Objects of another kind, as the ReplicaSets of a Deployment or the ControllerRevisions of a StatefulSet.
Claims claimed(
    apiserver::Client& client, const api::Kind& kind, const api::ObjectPtr& owner, const api::LabelMatcher& selector);

// The pods that an owner controls already, whatever its selector says.
std::vector<api::ObjectPtr> controlledPods(const apiserver::State& state, const api::ObjectMeta& owner);

// The owner of a kind that controls an object and is still the same; null if there is none.
api::ObjectPtr controllerOf(const apiserver::State& state, const api::Kind& kind, const api::ObjectMeta& meta);

} // namespace kubarium::controllers
