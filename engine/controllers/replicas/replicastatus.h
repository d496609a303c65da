// The status of a ReplicaSet or ReplicationController: both have the same fields, each in types of its own.
#pragma once

#include "replicamanager.h"

#include <algorithm>

namespace kubarium::controllers {

inline constexpr std::string_view replicaFailureCondition = "ReplicaFailure";

// A failure that is told already keeps the words and the time of its first occurrence; a success takes it away.
template <class Condition>
void tellFailure(api::List<Condition>& conditions, const std::optional<ReplicaFailure>& failure, api::Time now)
{
    const auto isFailure = [](const Condition& condition) { return condition.type == replicaFailureCondition; };
    const bool isTold = std::any_of(conditions.begin(), conditions.end(), isFailure);
    if (!failure && isTold)
        conditions.eraseIf(isFailure);
    if (!failure || isTold)
        return;
    Condition condition;
    condition.type = replicaFailureCondition;
    condition.status = "True";
    condition.lastTransitionTime = now;
    condition.reason = failure->reason;
    condition.message = failure->message;
    conditions.push_back(std::move(condition));
}

template <class Set>
api::ObjectPtr statusTold(
    const api::ObjectPtr& set, const ReplicaCounts& counts, const std::optional<ReplicaFailure>& failure, api::Time now)
{
    auto status = set.as<Set>()->status;
    {
        auto& edited = status.edit();
        edited.replicas = counts.replicas;
        edited.fullyLabeledReplicas = counts.fullyLabeled;
        edited.readyReplicas = counts.ready;
        edited.availableReplicas = counts.available;
        edited.observedGeneration = set.meta().generation;
        tellFailure(edited.conditions, failure, now);
    }
    if (*status == *set.as<Set>()->status)
        return set;
    api::ObjectPtr told = set;
    told.editAs<Set>().status = std::move(status);
    return told;
}

} // namespace kubarium::controllers
