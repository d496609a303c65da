// What a namespace that ends says about it: five conditions, each of which is False as long as all goes well.
//
//   NamespaceDeletionContentFailure  True  ContentDeletionFailed  Failed to delete all resource types, 1 remaining: …
//   NamespaceContentRemaining        True  SomeResourcesRemain    Some resources are remaining: pods. has 2 resource instances
//   NamespaceFinalizersRemaining     True  SomeFinalizersRemain   Some content in the namespace has finalizers remaining: …
#pragma once

#include "api/types/core-config.h"

#include <map>
#include <string>
#include <vector>

namespace kubarium::controllers {

// How far the deletion of a namespace's content has come.
struct NamespaceProgress {
    std::map<std::string, std::size_t> remaining; // "pods.", "deployments.apps" → how many
    std::map<std::string, std::size_t> finalizers; // and how many are held back by which finalizer
    std::vector<std::string> failures;
};

// Brings the conditions up to date; whether any changed.
bool setConditions(api::NamespaceStatus& status, const NamespaceProgress& progress, api::Time now);

} // namespace kubarium::controllers
