// What one object takes of a quota: the same answer for admission, which charges it, and for the controller, which counts
// anew what is there.
//
//   Pod                      pods, requests.cpu, limits.memory, …            podusage.h
//   Service                  services, services.nodeports, services.loadbalancers
//   PersistentVolumeClaim    persistentvolumeclaims, requests.storage, and both once more for its StorageClass
//   any kind                 count/deployments.apps, …; four kinds have an older name, too: configmaps, secrets, …
#pragma once

#include "amounts.h"

#include "api/object.h"
#include "api/time.h"
#include "api/types/core-config.h"

namespace kubarium::apiserver::quota {

// Whether objects of a kind are counted by quotas at all: what has a namespace, but for Events.
bool isCounted(const api::Kind& kind);
// Whether objects of a kind take of what is named so.
bool counts(const api::Kind& kind, std::string_view name);
// Whether nothing but the number of a kind's objects matters to that name.
bool isObjectCount(const api::Kind& kind, std::string_view name);

Amounts usageOf(const api::Kind& kind, const api::ObjectPtr& object, api::Time now);

// Whether an object is one of those that a quota is about: it may be about some pods or claims only.
bool isInScope(const api::ResourceQuotaSpec& quota, const api::ObjectPtr& object);

} // namespace kubarium::apiserver::quota
