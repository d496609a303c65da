// A rollout as data: where a Deployment stands, within which limits it moves and how these were computed, what its next step
// is and what that waits for, and why it stands still. Of any moment: all it needs is a snapshot.
//
// The next step is worked out by the very functions that the controller acts by.
#pragma once

#include "arithmetic.h"
#include "scalings.h"

#include "store/store.h"

#include <optional>
#include <string>
#include <vector>

namespace kubarium::controllers::deployment {

// maxSurge or maxUnavailable: as the manifest says it, and the pods that it comes to.
struct RolloutLimit {
    api::IntOrString said;
    std::int32_t pods = 0;
    std::string how; // "25% of 10 = 2.5, rounded up to 3"

    friend bool operator==(const RolloutLimit&, const RolloutLimit&) = default;
};

// A ReplicaSet of the Deployment: a lane of the picture.
struct RolloutSet {
    api::Text name;
    std::int64_t revision = 0; // 0 if it has none yet
    bool isNew = false; // its template is the Deployment's
    std::int32_t desired = 0;
    std::int32_t current = 0;
    std::int32_t ready = 0;
    std::int32_t available = 0;
    api::Text changeCause;

    friend bool operator==(const RolloutSet&, const RolloutSet&) = default;
};

struct RolloutStep {
    api::Text replicaSet; // empty: of a ReplicaSet that will have to be made
    std::int64_t revision = 0;
    std::int32_t from = 0;
    std::int32_t to = 0;

    friend bool operator==(const RolloutStep&, const RolloutStep&) = default;
};

enum class RolloutState : std::uint8_t {
    Complete, // every pod is of this template and available
    Moving, // the next step is taken as soon as the controller looks
    Waiting, // for pods to come or to go
    Paused, // spec.paused: nothing moves but the size
    Overdue, // it goes on, but took longer than progressDeadlineSeconds
    Failing, // pods or the ReplicaSet itself are refused: see `obstacle`
    Ending, // the Deployment is being deleted
};

enum class RolloutWait : std::uint8_t {
    Nothing,
    NewPods, // that so many more pods of the new ReplicaSet become available
    OldPods, // that so many pods of old ReplicaSets are gone
    Resume, // that somebody lets it go on
};

struct Rollout {
    api::Text strategy;
    Limits limits;
    std::optional<RolloutLimit> maxSurge; // of a RollingUpdate
    std::optional<RolloutLimit> maxUnavailable;
    bool isLeastUnavailable = false; // both came to nothing, so that one may be unavailable
    std::vector<RolloutSet> sets; // by revision
    RolloutState state = RolloutState::Complete;
    std::vector<RolloutStep> next; // all that is done at once when what it waits for has come about
    RolloutWait wait = RolloutWait::Nothing;
    std::int32_t waitFor = 0; // pods
    std::optional<api::Time> deadline; // when it will have taken too long
    api::Text reason; // of the condition that tells why it does not move on: "FailedCreate"
    api::Text obstacle; // and its message

    std::int32_t total() const; // pods there are
    std::int32_t available() const;
};

// The ReplicaSets that a Deployment controls in a snapshot.
OwnedSets controlledSets(const store::Snapshot& snapshot, const DeploymentPtr& deployment);

Rollout rolloutOf(const store::Snapshot& snapshot, const DeploymentPtr& deployment);

// "when 2 more pods of web-76946f57d are available, web-88965fddc goes from 3 to 2"
std::string nextText(const Rollout& rollout);

} // namespace kubarium::controllers::deployment
