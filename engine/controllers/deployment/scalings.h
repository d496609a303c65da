// Which ReplicaSets get another size next: what the controller does, and what one is told who asks for the next step.
#pragma once

#include "replicasets.h"

#include <vector>

namespace kubarium::controllers::deployment {

struct Scaling {
    ReplicaSetPtr set; // absent if it will have to be made
    std::int32_t from = 0;
    std::int32_t to = 0;
};

// The Deployment itself got another size since its ReplicaSets were last scaled. That goes before the next step of a rollout.
bool wasResized(const DeploymentPtr& deployment, const OwnedSets& sets);

// What makes of the ReplicaSets a Deployment of its size, however far a rollout is: the one that has pods gets all; where
// several have, they share. A set that keeps its size but not what is noted beside it is told, too.
std::vector<Scaling> resizings(const DeploymentPtr& deployment, const OwnedSets& sets);

// The next step of a rolling update: the new ReplicaSet grows if it may; else old ones shrink if they may.
std::vector<Scaling> rollingSteps(const DeploymentPtr& deployment, const OwnedSets& sets);

// How large the new ReplicaSet is made when it is not there yet.
Scaling creation(const DeploymentPtr& deployment, const OwnedSets& sets);

// What makes the new ReplicaSet as large as the Deployment wants it.
Scaling wholeSize(const DeploymentPtr& deployment, const ReplicaSetPtr& set);

// Of a Recreate: old ReplicaSets lose all their pods.
std::vector<Scaling> recreateSteps(const OwnedSets& sets);

} // namespace kubarium::controllers::deployment
