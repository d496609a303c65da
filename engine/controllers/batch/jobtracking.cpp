#include "jobtracking.h"

#include "jobconditions.h"
#include "jobending.h"
#include "jobpods.h"
#include "jobwork.h"
#include "podfailurepolicy.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

constexpr std::size_t mostUncounted = 500; // so that the status does not grow without bounds

bool isFailureTarget(const std::optional<api::JobCondition>& ending)
{
    return ending && ending->type == api::JobConditionType::FailureTarget;
}

bool names(const api::List<api::Text>& uids, const api::Text& uid)
{
    return std::ranges::find(uids, uid) != uids.end();
}

} // namespace

api::Status JobTracking::run()
{
    for (const api::ObjectPtr& pod : m_look.pods()) {
        if (isTracked(*pod.as<api::Pod>()))
            m_tracked.insert(pod.meta().uid);
    }
    countLetGo(); // who were let go the last time, if that write did not come through
    const std::vector<api::ObjectPtr> ended = settle();
    if (isIndexed(m_look.job()))
        tellIndexes();
    announceEnd();
    if (api::Status written = write(); !written.ok())
        return written;

    api::Status failure;
    for (const api::ObjectPtr& pod : ended) {
        const api::Status status = letGo(m_client, pod);
        if (status.ok())
            m_tracked.erase(pod.meta().uid);
        else if (failure.ok())
            failure = status;
    }
    countLetGo();
    countGone(ended);
    if (failure.ok() && !m_hasMore)
        finish();
    const api::Status written = write();
    m_isOver = m_isOver && written.ok();
    return failure.ok() ? written : failure;
}

// Notes in the status what is going to be counted; the pods that can be let go then.
std::vector<api::ObjectPtr> JobTracking::settle()
{
    std::vector<api::ObjectPtr> ended;
    for (const api::ObjectPtr& object : m_look.pods()) {
        const api::Pod& pod = *object.as<api::Pod>();
        if (!isTracked(pod))
            continue;
        const bool isFailure = hasFailed(pod, m_look.job());
        if (!mayBeLetGo(object, isFailure))
            continue;
        const api::UncountedTerminatedPods& uncounted = *m_look.job().status->uncountedTerminatedPods;
        if (m_newIndexes.size() + uncounted.succeeded.size() + uncounted.failed.size() >= mostUncounted) {
            m_hasMore = true;
            break;
        }
        ended.push_back(object);
        if (pod.status->phase == api::PodPhase::Succeeded && !names(uncounted.failed, pod.metadata.uid))
            settleSuccess(pod);
        else if (isFailure || isFailureTarget(m_look.ending)) // what a failing Job takes with it has failed, too
            settleFailure(pod);
    }
    return ended;
}

bool JobTracking::mayBeLetGo(const api::ObjectPtr& object, bool isFailure) const
{
    const api::Pod& pod = *object.as<api::Pod>();
    const bool isOver = m_look.job().metadata.deletionTimestamp || m_look.ending;
    if (isOver || pod.status->phase == api::PodPhase::Succeeded)
        return true;
    if (!isFailure)
        return false;
    const auto index = completionIndex(pod);
    const auto last = index ? m_look.lastFailures.find(*index) : m_look.lastFailures.end();
    return last == m_look.lastFailures.end() || !(last->second.meta().uid == pod.metadata.uid);
}

void JobTracking::settleSuccess(const api::Pod& pod)
{
    if (isIndexed(m_look.job())) { // the index says it all
        const auto index = indexWithin(pod, m_look.job());
        if (index && !m_look.succeededBefore.contains(*index))
            m_newIndexes.push_back(*index);
    } else if (!names(m_look.job().status->uncountedTerminatedPods->succeeded, pod.metadata.uid)) {
        m_look.editStatus().uncountedTerminatedPods.edit().succeeded.push_back(pod.metadata.uid);
    }
}

void JobTracking::settleFailure(const api::Pod& pod)
{
    const api::Job& job = m_look.job();
    if (names(job.status->uncountedTerminatedPods->failed, pod.metadata.uid)
        || (isIndexed(job) && !indexWithin(pod, job)))
        return;
    if (verdictOn(pod, *job.spec).counts())
        m_look.editStatus().uncountedTerminatedPods.edit().failed.push_back(pod.metadata.uid);
}

void JobTracking::tellIndexes()
{
    IndexSet told = m_look.succeededBefore;
    told.merge(IndexSet::of(std::move(m_newIndexes)));
    api::JobStatus& status = m_look.editStatus();
    status.succeeded = told.size();
    const std::string text = told.text();
    if (!(status.completedIndexes == text))
        status.completedIndexes = text;
    status.failedIndexes = m_look.failed ? api::Text(m_look.failed->text()) : api::Text();
}

void JobTracking::announceEnd()
{
    if (m_look.ending && !trueCondition(m_look.job(), m_look.ending->type))
        m_look.editStatus().conditions.push_back(*m_look.ending);
}

void JobTracking::countLetGo()
{
    const api::UncountedTerminatedPods& before = *m_look.job().status->uncountedTerminatedPods;
    const auto isLetGo = [&](const api::Text& uid) { return !m_tracked.contains(uid.view()); };
    if (std::ranges::none_of(before.succeeded, isLetGo) && std::ranges::none_of(before.failed, isLetGo))
        return;
    api::JobStatus& status = m_look.editStatus();
    api::UncountedTerminatedPods& uncounted = status.uncountedTerminatedPods.edit();
    status.succeeded += static_cast<std::int32_t>(uncounted.succeeded.eraseIf(isLetGo));
    status.failed += static_cast<std::int32_t>(uncounted.failed.eraseIf(isLetGo));
}

// What nothing but its tracking kept is gone now. The end of a Job is left to the next look, after the news of it.
void JobTracking::countGone(const std::vector<api::ObjectPtr>& letGo)
{
    static const api::Kind& podKind = *api::findKind("", "v1", "Pod");
    if (m_look.ending)
        return;
    for (const api::ObjectPtr& pod : letGo) {
        if (isTerminating(*pod.as<api::Pod>()) && !m_client.find(podKind, pod.meta().namespace_, pod.meta().name))
            --m_look.counts.terminating;
    }
    if (m_look.counts.terminating != m_look.job().status->terminating.valueOr(0))
        m_look.editStatus().terminating = m_look.counts.terminating;
}

void JobTracking::finish()
{
    const api::UncountedTerminatedPods& uncounted = *m_look.job().status->uncountedTerminatedPods;
    const bool isCounted = uncounted.succeeded.empty() && uncounted.failed.empty();
    if (!m_look.ending || !isCounted || m_look.counts.terminating > 0)
        return;
    m_look.ending = finalOf(*m_look.ending, m_client.now());
    api::JobStatus& status = m_look.editStatus();
    setCondition(status, *m_look.ending);
    if (m_look.ending->type == api::JobConditionType::Complete)
        status.completionTime = m_look.ending->lastTransitionTime;
    m_isOver = true;
}

api::Status JobTracking::write()
{
    if (*m_look.job().status == *m_look.stored.as<api::Job>()->status)
        return {};
    const apiserver::Response written = m_client.updateStatus(jobKind(), m_look.m_job);
    if (written.ok()) {
        m_look.stored = written.object;
        m_look.m_job = written.object.box<api::Job>();
    }
    return written.status;
}

} // namespace kubarium::controllers
