// The rollouts of Deployments, for the inspector and the Rollout view: how one stands, now or at any moment of the past, and
// the steps that were taken.
#pragma once

#include "lab.h"

#include "controllers/deployment/rollout.h"

namespace kubarium::lab {

using controllers::deployment::nextText;
using controllers::deployment::Rollout;
using controllers::deployment::RolloutLimit;
using controllers::deployment::RolloutSet;
using controllers::deployment::RolloutState;
using controllers::deployment::RolloutStep;
using controllers::deployment::RolloutWait;

// Nothing if there is no such Deployment.
std::optional<Rollout> rolloutOf(const Lab& lab, std::string_view namespace_, std::string_view deployment);
std::optional<Rollout> rolloutOf(
    const store::Snapshot& snapshot, std::string_view namespace_, std::string_view deployment);

// A write that gave a ReplicaSet of the Deployment another size.
struct TakenStep {
    store::Revision written = 0; // the revision of the store
    api::Time time;
    api::Text replicaSet;
    std::int64_t revision = 0; // of the rollout
    std::int32_t from = 0;
    std::int32_t to = 0;
    sim::Cause cause; // Lab::why() of the ReplicaSet goes on from there
    api::Text actor; // who did it: the controller, or somebody by hand

    friend bool operator==(const TakenStep&, const TakenStep&) = default;
};

// In order, as far back as the log of the store reaches; of a Deployment that is there now. `since`: only later writes.
std::vector<TakenStep> takenSteps(
    const Lab& lab, std::string_view namespace_, std::string_view deployment, store::Revision since = 0);

} // namespace kubarium::lab
