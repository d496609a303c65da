// Whether a Job comes to an end, and why: the first reason that applies.
//
//   FailureTarget        PodFailurePolicy          Container main for pod … failed with exit code 42 matching FailJob rule at index 0
//                        BackoffLimitExceeded      Job has reached the specified backoff limit
//                        DeadlineExceeded          Job was active longer than specified deadline
//                        MaxFailedIndexesExceeded  Job has exceeded the specified maximal number of failed indexes
//                        FailedIndexes             Job has failed indexes
//   SuccessCriteriaMet   SuccessPolicy             Matched rules at index 0
//                        CompletionsReached        Reached expected number of succeeded pods
#pragma once

#include "joblook.h"

namespace kubarium::controllers {

// Without CompletionsReached, which is asked after the pods are looked after. What was said before stays.
std::optional<api::JobCondition> endingOf(const JobLook& look, api::Time now);

// When the deadline of a Job that is at work passes, if it has one.
std::optional<api::Time> deadlineOf(const api::Job& job);

api::JobCondition completionsReached(api::Time now);

// What the announcement of an end becomes in the end: Failed or Complete, for the same reason.
api::JobCondition finalOf(const api::JobCondition& announced, api::Time now);

} // namespace kubarium::controllers
