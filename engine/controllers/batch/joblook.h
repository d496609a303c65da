// All that one look at a Job finds: its pods, what they come to, and how its status is going to be.
#pragma once

#include "indexset.h"
#include "jobcounting.h"
#include "podbackoff.h"

#include "api/object.h"
#include "api/types/batch.h"
#include "api/types/core-pod.h"

#include <map>
#include <optional>
#include <vector>

namespace kubarium::controllers {

class JobLook {
public:
    // `pods`: those that the Job controls.
    JobLook(const api::ObjectPtr& object, std::vector<api::ObjectPtr> pods);

    const api::Job& job() const { return *m_job; }

    api::JobStatus& editStatus() { return m_job.edit().status.edit(); }

    const std::vector<api::ObjectPtr>& pods() const { return m_pods; } // of an Indexed Job in the order of indexes

    // Finds out what the pods come to. Indexes count only as far as the Job asks for them.
    void count();

    api::ObjectPtr stored; // the Job as it is in the store
    std::vector<api::ObjectPtr> active;
    JobCounts counts; // with what is not in the status yet
    std::int32_t ready = 0;
    FailuresInARow failures;
    // Of an Indexed Job:
    IndexSet succeededBefore; // that stand in the status already
    IndexSet succeeded;
    std::optional<IndexSet> failed; // of a Job with a limit for each index
    // Pods by which indexes failed that are going to be tried again. They say how often that was; so they are not let go
    // before the next one knows it.
    std::map<std::int32_t, api::ObjectPtr> lastFailures;

    // Why it comes to an end: SuccessCriteriaMet or FailureTarget at first, then Complete or Failed.
    std::optional<api::JobCondition> ending;

private:
    friend class JobTracking;

    bool isCountable(const api::Pod& pod) const;
    void countPods();
    void countFailures(const std::vector<api::Time>& successes, const std::vector<api::Time>& ends);
    void countIndexes();
    bool failsItsIndex(const api::Pod& pod) const;
    void findLastFailures();

    api::Box<api::Job> m_job;
    std::vector<api::ObjectPtr> m_pods;
};

} // namespace kubarium::controllers
