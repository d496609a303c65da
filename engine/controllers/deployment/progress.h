// How far a Deployment is: its status, and whether its rollout is complete, goes on, or has taken too long.
//
//   a step ──▶ Progressing True, lastUpdateTime = now ──▶ progressDeadlineSeconds without another step
//                                                     ──▶ Progressing False, ProgressDeadlineExceeded
//
// A deadline that has passed stops nothing: the rollout goes on as soon as it can.
#pragma once

#include "replicasets.h"

#include "api/time.h"

#include <optional>

namespace kubarium::controllers::deployment {

bool isRolling(const api::DeploymentSpec& spec);
Limits limitsOf(const api::DeploymentSpec& spec);
bool hasProgressDeadline(const api::DeploymentSpec& spec);

// All pods are of the new template, there are as many as wanted, and all of them are available.
bool isComplete(const DeploymentPtr& deployment, const api::DeploymentStatus& status);

// What the ReplicaSets amount to now, and whether enough pods are available.
api::DeploymentStatus observedStatus(const DeploymentPtr& deployment, const OwnedSets& sets, api::Time now);
// The same of a Deployment that rolls: with what can be said of its progress, and the failures of its ReplicaSets.
api::DeploymentStatus rolloutStatus(const DeploymentPtr& deployment, const OwnedSets& sets, api::Time now);

// When the rollout will have taken too long, if nothing happens meanwhile; nothing if it is not waited for.
std::optional<api::Time> deadlineOf(const DeploymentPtr& deployment);

} // namespace kubarium::controllers::deployment
