// One look at one Deployment: what was found, and what is done about it. Each act is one request, and answers how it went.
#pragma once

#include "replicasets.h"
#include "scalings.h"

#include "apiserver/client.h"

#include <string>

namespace kubarium::controllers::deployment {

inline constexpr std::string_view controllerName = "deployment-controller";

const api::Kind& replicaSetKind();

class Work {
public:
    Work(apiserver::Client& client, DeploymentPtr deployment);

    const DeploymentPtr& deployment() const { return m_deployment; }

    const OwnedSets& sets() const { return m_sets; }

    // Finds the ReplicaSets, adopts those that the selector matches and nobody controls, lets go of others.
    api::Status claimReplicaSets();
    // Says in the Progressing condition that the rollout was paused or goes on, so that the pause is not held against it.
    api::Status tellPause();

    // Gives the new ReplicaSet, where there is one, its revision, annotations and minReadySeconds, and the Deployment that
    // revision.
    api::Status markNewReplicaSet();
    // The same, but it is made if it is not there.
    api::Status bringNewReplicaSet();

    // Notes the Deployment's size beside the ReplicaSet's in any case; where the latter changes, an Event says so.
    api::Status scale(const Scaling& step);
    api::Status scaleAll(const std::vector<Scaling>& steps);

    // Deletes the oldest revisions that have no pods, but for as many as the history may have.
    api::Status cleanUp();
    // Where anything changed.
    api::Status writeStatus(const api::DeploymentStatus& status);

    // Pods of earlier templates that have not ended yet.
    bool oldPodsRun() const;

private:
    api::Status createNewReplicaSet();
    api::Status tellCollision(const api::Status& refusal);
    api::Status tellRefusal(const std::string& name, const api::Status& refusal);
    // The Deployment with another revision or a condition.
    template <class Change> api::Status edit(Change change);
    void replace(const ReplicaSetPtr& set);

    apiserver::Client& m_client;
    DeploymentPtr m_deployment;
    OwnedSets m_sets;
};

} // namespace kubarium::controllers::deployment
