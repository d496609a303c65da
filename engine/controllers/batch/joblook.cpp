#include "joblook.h"

#include "jobpods.h"
#include "podfailurepolicy.h"

#include "../pods/podstate.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

bool names(const api::List<api::Text>& uids, const api::Pod& pod)
{
    return std::ranges::find(uids, pod.metadata.uid) != uids.end();
}

std::int32_t sizeOf(const api::List<api::Text>& uids)
{
    return static_cast<std::int32_t>(uids.size());
}

} // namespace

JobLook::JobLook(const api::ObjectPtr& object, std::vector<api::ObjectPtr> pods)
    : stored(object),
      m_job(object.box<api::Job>()),
      m_pods(std::move(pods))
{
    if (isIndexed(*m_job)) {
        std::ranges::stable_sort(
            m_pods, {}, [](const api::ObjectPtr& pod) { return completionIndex(*pod.as<api::Pod>()).value_or(-1); });
    }
}

void JobLook::count()
{
    countPods();
    if (!isIndexed(*m_job))
        return;
    countIndexes();
    if (hasLimitPerIndex(*m_job))
        findLastFailures();
}

// Whether it may be counted still: it is tracked, and if its Job is Indexed, its index is one of the Job's.
bool JobLook::isCountable(const api::Pod& pod) const
{
    return isTracked(pod) && (!isIndexed(*m_job) || indexWithin(pod, *m_job));
}

void JobLook::countPods()
{
    const api::JobStatus& status = *m_job->status;
    const api::UncountedTerminatedPods& uncounted = *status.uncountedTerminatedPods;
    counts.succeeded = status.succeeded + sizeOf(uncounted.succeeded);
    counts.failed = status.failed + sizeOf(uncounted.failed);
    std::vector<api::Time> successes;
    std::vector<api::Time> ends;
    for (const api::ObjectPtr& object : m_pods) {
        const api::Pod& pod = *object.as<api::Pod>();
        if (isActive(pod)) {
            active.push_back(object);
            ready += isReady(pod) ? 1 : 0;
        }
        if (isTerminating(pod))
            ++counts.terminating;
        if (!isFinished(pod))
            counts.restarts += restartsOf(pod);
        if (pod.status->phase == api::PodPhase::Succeeded) {
            successes.push_back(endOf(pod));
            counts.succeeded += isCountable(pod) && !names(uncounted.succeeded, pod) ? 1 : 0;
        } else if (hasFailed(pod, *m_job)) {
            ends.push_back(endOf(pod));
            if (isCountable(pod) && !names(uncounted.failed, pod))
                counts.failed += verdictOn(pod, *m_job->spec).counts() ? 1 : 0;
        }
    }
    counts.active = static_cast<std::int32_t>(active.size());
    countFailures(successes, ends);
}

void JobLook::countFailures(const std::vector<api::Time>& successes, const std::vector<api::Time>& ends)
{
    failures = failuresInARow(successes, ends);
    if (m_job->spec->podFailurePolicy)
        return; // by which failures may stay out of the numbers
    // The numbers know of pods that are gone by now; and they do not know of those that the Job itself took away, when it
    // was suspended, and that look like failures.
    const bool neverSucceeded = counts.succeeded == 0 && failures.count > 0;
    failures.count = neverSucceeded ? counts.failed : std::min(failures.count, counts.failed);
}

void JobLook::countIndexes()
{
    const std::int32_t completions = m_job->spec->completions.valueOr(0);
    const api::JobStatus& status = *m_job->status;
    succeededBefore = IndexSet::parse(status.completedIndexes, completions);
    if (hasLimitPerIndex(*m_job))
        failed = IndexSet::parse(status.failedIndexes, completions);
    std::vector<std::int32_t> newlySucceeded;
    std::vector<std::int32_t> newlyFailed;
    for (const api::ObjectPtr& object : m_pods) {
        const api::Pod& pod = *object.as<api::Pod>();
        if (!isCountable(pod))
            continue;
        if (pod.status->phase == api::PodPhase::Succeeded)
            newlySucceeded.push_back(*completionIndex(pod));
        else if (failed && failsItsIndex(pod))
            newlyFailed.push_back(*completionIndex(pod));
    }
    succeeded = succeededBefore;
    succeeded.merge(IndexSet::of(std::move(newlySucceeded)));
    counts.succeeded = succeeded.size();
    if (failed)
        failed->merge(IndexSet::of(std::move(newlyFailed)));
}

bool JobLook::failsItsIndex(const api::Pod& pod) const
{
    if (!hasFailed(pod, *m_job))
        return false;
    const FailureVerdict verdict = verdictOn(pod, *m_job->spec);
    if (verdict.failsIndex())
        return true;
    return verdict.counts() && countedIndexFailures(pod) >= *m_job->spec->backoffLimitPerIndex;
}

void JobLook::findLastFailures()
{
    std::vector<std::int32_t> inWork;
    for (const api::ObjectPtr& object : active) {
        if (const auto index = completionIndex(*object.as<api::Pod>()))
            inWork.push_back(*index);
    }
    const IndexSet working = IndexSet::of(std::move(inWork));
    for (const api::ObjectPtr& object : m_pods) {
        const api::Pod& pod = *object.as<api::Pod>();
        if (!isCountable(pod) || !hasFailed(pod, *m_job))
            continue;
        const std::int32_t index = *completionIndex(pod);
        if (working.contains(index) || succeeded.contains(index) || failed->contains(index))
            continue;
        api::ObjectPtr& last = lastFailures[index];
        const bool isLater = !last
            || (allIndexFailures(*last.as<api::Pod>()) <= allIndexFailures(pod)
                && endOf(*last.as<api::Pod>()) <= endOf(pod));
        if (isLater)
            last = object;
    }
}

} // namespace kubarium::controllers
