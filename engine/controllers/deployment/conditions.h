// The conditions of a Deployment: Available, Progressing and ReplicaFailure, with the reasons that kubectl and people know.
//
// lastTransitionTime is when the status of a condition changed, lastUpdateTime when its reason did, or when a rollout that
// goes on made its last step. What is said anew moves to the end of the list.
#pragma once

#include "api/types/apps.h"

namespace kubarium::controllers::deployment {

namespace reason {
inline constexpr std::string_view replicaSetUpdated = "ReplicaSetUpdated";
inline constexpr std::string_view replicaSetCreateError = "ReplicaSetCreateError";
inline constexpr std::string_view newReplicaSetCreated = "NewReplicaSetCreated";
inline constexpr std::string_view foundNewReplicaSet = "FoundNewReplicaSet";
inline constexpr std::string_view newReplicaSetAvailable = "NewReplicaSetAvailable";
inline constexpr std::string_view progressDeadlineExceeded = "ProgressDeadlineExceeded";
inline constexpr std::string_view paused = "DeploymentPaused";
inline constexpr std::string_view resumed = "DeploymentResumed";
inline constexpr std::string_view minimumReplicasAvailable = "MinimumReplicasAvailable";
inline constexpr std::string_view minimumReplicasUnavailable = "MinimumReplicasUnavailable";
} // namespace reason

const api::DeploymentCondition* findCondition(const api::DeploymentStatus& status, std::string_view type);

api::DeploymentCondition newCondition(
    std::string_view type, std::string_view status, std::string_view reason, std::string_view message, api::Time now);
// Nothing happens if the condition has that status and that reason already.
void setCondition(api::DeploymentStatus& status, api::DeploymentCondition condition);
void removeCondition(api::DeploymentStatus& status, std::string_view type);

} // namespace kubarium::controllers::deployment
