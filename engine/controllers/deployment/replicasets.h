// The ReplicaSets of a Deployment: the one of the template that it has now, and those of earlier ones.
#pragma once

#include "arithmetic.h"

#include "api/object.h"
#include "api/types/apps.h"
#include "api/types/core-pod.h"

#include <vector>

namespace kubarium::controllers::deployment {

using DeploymentPtr = api::Box<api::Deployment>;
using ReplicaSetPtr = api::Box<api::ReplicaSet>;

struct OwnedSets {
    ReplicaSetPtr newSet; // absent if none was made of this template yet
    std::vector<ReplicaSetPtr> oldSets; // the oldest first

    std::vector<ReplicaSetPtr> all() const; // those that are there, the new one last
};

// Of two that were made of the same template (it was adopted, or collided once) the older one is the new ReplicaSet.
OwnedSets ownedSets(const api::PodTemplateSpec& form, std::vector<ReplicaSetPtr> sets);

// Equal but for the label with the hash.
bool sameTemplate(const api::PodTemplateSpec& a, const api::PodTemplateSpec& b);

bool isOlder(const ReplicaSetPtr& a, const ReplicaSetPtr& b);

// How many pods it is to have; one that is not there has none.
inline std::int32_t sizeOf(const ReplicaSetPtr& set)
{
    return set ? set->spec->replicas.valueOr(1) : 0;
}

// Active ReplicaSets are to have pods.
std::vector<ReplicaSetPtr> active(std::vector<ReplicaSetPtr> sets);

std::int64_t totalSize(const std::vector<ReplicaSetPtr>& sets);
// Of a number in the status.
std::int32_t total(const std::vector<ReplicaSetPtr>& sets, std::int32_t api::ReplicaSetStatus::*count);

} // namespace kubarium::controllers::deployment
