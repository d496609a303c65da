// The conditions by which a Job says where it stands.
//
//   work is enough   SuccessCriteriaMet → its pods are ended → Complete
//   hopeless         FailureTarget      → its pods are ended → Failed
//   suspend          Suspended True ⇄ False
#pragma once

#include "api/types/batch.h"

#include <string_view>

namespace kubarium::controllers {

// Null if the Job has none of that type, or it is not True.
const api::JobCondition* trueCondition(const api::Job& job, std::string_view type);
// The one of Complete and Failed that is True; null if the Job is not over.
const api::JobCondition* finishedCondition(const api::Job& job);

inline bool isFinished(const api::Job& job)
{
    return finishedCondition(job) != nullptr;
}

api::JobCondition newCondition(std::string_view type, std::string_view reason, std::string_view message, api::Time now);

// Whether anything changed. What was never True is not said to be False.
bool setCondition(api::JobStatus& status, const api::JobCondition& condition);

} // namespace kubarium::controllers
