#include "cronlook.h"

#include "jobconditions.h"
#include "jobpods.h"

#include "../pods/podstate.h"

#include "api/goformat.h"
#include "api/types/core-meta.h"
#include "sim/latency.h"

#include "apiserver/kinds.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

constexpr std::string_view component = "cronjob-controller";
constexpr std::string_view scheduledTimestamp = "batch.kubernetes.io/cronjob-scheduled-timestamp";

// Those that never began come last.
bool beganEarlier(const api::ObjectPtr& a, const api::ObjectPtr& b)
{
    const api::Time ofA = a.as<api::Job>()->status->startTime;
    const api::Time ofB = b.as<api::Job>()->status->startTime;
    if (ofA == ofB)
        return a.meta().name < b.meta().name;
    return ofA && (!ofB || ofA < ofB);
}

api::ObjectReference referenceTo(const api::ObjectPtr& job)
{
    api::ObjectReference reference;
    reference.kind = "Job";
    reference.namespace_ = job.meta().namespace_;
    reference.name = job.meta().name;
    reference.uid = job.meta().uid;
    reference.apiVersion = "batch/v1";
    reference.resourceVersion = job.meta().resourceVersion;
    return reference;
}

} // namespace

CronLook::CronLook(apiserver::Client& client, const api::ObjectPtr& cronJob, std::vector<api::ObjectPtr> jobs)
    : m_client(client),
      m_stored(cronJob),
      m_cronJob(cronJob.box<api::CronJob>()),
      m_jobs(std::move(jobs))
{
}

void CronLook::say(EventType type, std::string_view reason, const std::string& message)
{
    recordEvent(m_client, component, m_stored, type, reason, message);
}

void CronLook::removeOldJobs()
{
    removeBeyond(cronJob().spec->successfulJobsHistoryLimit, api::JobConditionType::Complete);
    removeBeyond(cronJob().spec->failedJobsHistoryLimit, api::JobConditionType::Failed);
}

void CronLook::removeBeyond(api::Optional<std::int32_t> limit, std::string_view condition)
{
    if (!limit)
        return;
    std::vector<api::ObjectPtr> over;
    for (const api::ObjectPtr& job : m_jobs) {
        const api::JobCondition* const finished = finishedCondition(*job.as<api::Job>());
        if (finished && finished->type == condition)
            over.push_back(job);
    }
    std::ranges::sort(over, beganEarlier);
    for (std::size_t i = 0; i + static_cast<std::size_t>(*limit) < over.size(); ++i)
        remove(over[i]);
}

bool CronLook::remove(const api::ObjectPtr& job)
{
    apiserver::DeleteOptions options;
    options.propagationPolicy = "Background";
    const api::Status removed = m_client.remove(jobKind(), job, options).status;
    if (!removed.ok()) {
        say(EventType::Warning, "FailedDelete", "Deleted job: " + removed.message);
        return false;
    }
    forget(job.meta().uid);
    say(EventType::Normal, "SuccessfulDelete", "Deleted job " + job.meta().name.str());
    return true;
}

bool CronLook::isInWork(const api::Text& uid) const
{
    const auto& active = cronJob().status->active;
    return std::ranges::find(active, uid, &api::ObjectReference::uid) != active.end();
}

bool CronLook::isControlled(const api::Text& uid) const
{
    return std::ranges::any_of(m_jobs, [&](const api::ObjectPtr& job) { return job.meta().uid == uid; });
}

void CronLook::forget(const api::Text& uid)
{
    if (isInWork(uid))
        editStatus().active.eraseIf([&](const api::ObjectReference& job) { return job.uid == uid; });
}

void CronLook::followJobs()
{
    for (const api::ObjectPtr& job : m_jobs)
        follow(job);
    const api::List<api::ObjectReference> active = cronJob().status->active;
    for (const api::ObjectReference& reference : active) {
        // One that is there and belongs to somebody else now is still waited for.
        if (isControlled(reference.uid) || m_client.find(jobKind(), m_stored.meta().namespace_, reference.name))
            continue;
        say(EventType::Normal, "MissingJob", "Active job went missing: " + reference.name.str());
        forget(reference.uid);
    }
}

void CronLook::follow(const api::ObjectPtr& object)
{
    const api::Job& job = *object.as<api::Job>();
    const api::JobCondition* const finished = finishedCondition(job);
    const bool inWork = isInWork(job.metadata.uid);
    if (!finished) {
        if (!inWork) {
            say(EventType::Warning, "UnexpectedJob",
                "Saw a job that the controller did not create or forgot: " + job.metadata.name.str());
        }
        return;
    }
    if (inWork) {
        forget(job.metadata.uid);
        say(EventType::Normal, "SawCompletedJob",
            "Saw completed job: " + job.metadata.name.str() + ", condition: " + finished->type.str());
    }
    const api::Time completed = job.status->completionTime;
    if (finished->type == api::JobConditionType::Complete && completed > cronJob().status->lastSuccessfulTime)
        editStatus().lastSuccessfulTime = completed;
}

Outcome CronLook::startJob()
{
    const api::CronJobSpec& spec = *cronJob().spec;
    if (cronJob().metadata.deletionTimestamp)
        return Outcome::done();
    const api::Parsed<const api::TimeZone*> zone = CronTimes::zoneOf(cronJob());
    if (!zone) {
        say(EventType::Warning, "UnknownTimeZone",
            "invalid timeZone: " + api::goQuoted(spec.timeZone) + ": " + zone.error());
        return Outcome::done();
    }
    if (spec.suspend.valueOr(false))
        return Outcome::done();
    const api::Parsed<api::CronSchedule> schedule = api::CronSchedule::parse(spec.schedule);
    if (!schedule) {
        say(EventType::Warning, "UnparseableSchedule",
            "unparseable schedule: " + api::goQuoted(spec.schedule) + " : " + schedule.error());
        return Outcome::done();
    }
    const CronTimes times(cronJob(), *schedule, **zone);
    const api::Parsed<api::CronSchedule::Due> due = times.due(m_client.now());
    if (!due) {
        say(EventType::Warning, "InvalidSchedule", "invalid schedule: " + spec.schedule.str() + " : " + due.error());
        return Outcome::done();
    }
    if (!due->mostRecent)
        return wait(times);
    if (due->missed == api::CronSchedule::Missed::Many) {
        say(EventType::Warning, "TooManyMissedTimes",
            "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew");
    }
    return start(times, **zone, due->mostRecent);
}

Outcome CronLook::wait(const CronTimes& times) const
{
    const std::optional<api::Time> next = times.next(m_client.now());
    return next ? Outcome::inBackground(*next + sim::latency::cronDelay - m_client.now()) : Outcome::done();
}

bool CronLook::isStarted(api::Time time) const
{
    const api::CronJobStatus& status = *cronJob().status;
    return status.lastScheduleTime == time
        || std::ranges::find(status.active, jobNameAt(m_stored.meta().name, time),
               [](const api::ObjectReference& job) { return job.name.str(); })
        != status.active.end();
}

Outcome CronLook::start(const CronTimes& times, const api::TimeZone& zone, api::Time time)
{
    const std::string_view policy = cronJob().spec->concurrencyPolicy;
    if (times.isTooLate(time, m_client.now())) {
        say(EventType::Warning, "MissSchedule", "Missed scheduled time to start a job: " + mailTime(time));
        return wait(times);
    }
    if (isStarted(time))
        return wait(times);
    if (policy == api::ConcurrencyPolicy::Forbid && !cronJob().status->active.empty()) {
        say(EventType::Normal, "JobAlreadyActive",
            "Not starting job because prior execution is running and concurrency policy is Forbid");
        return wait(times);
    }
    if (policy == api::ConcurrencyPolicy::Replace && !replaceJobs())
        return Outcome::again();

    const api::Box<api::Job> job = jobFor(time, zone);
    const apiserver::Response made = m_client.create(jobKind(), m_stored.meta().namespace_, job);
    api::ObjectPtr started = made.object;
    if (made.ok()) {
        say(EventType::Normal, "SuccessfulCreate", "Created job " + started.meta().name.str());
    } else if (made.status.reason == "AlreadyExists") {
        started = m_client.find(jobKind(), m_stored.meta().namespace_, job->metadata.name);
        if (!started || !isControlledBy(started.meta(), m_stored.meta()) || isInWork(started.meta().uid))
            return wait(times); // somebody else's: whoever made it knows what it is for
    } else {
        say(EventType::Warning, "FailedCreate", "Error creating job: " + made.status.message);
        return Outcome::again();
    }
    api::CronJobStatus& status = editStatus();
    status.active.push_back(referenceTo(started));
    status.lastScheduleTime = time;
    return wait(times);
}

bool CronLook::replaceJobs()
{
    const api::List<api::ObjectReference> active = cronJob().status->active;
    for (const api::ObjectReference& reference : active) {
        const api::ObjectPtr job = m_client.find(jobKind(), m_stored.meta().namespace_, reference.name);
        if (!job) {
            say(EventType::Warning, "FailedGet", "Get job: jobs.batch " + api::goQuoted(reference.name) + " not found");
            return false;
        }
        if (!remove(job))
            return false;
    }
    return true;
}

api::Box<api::Job> CronLook::jobFor(api::Time time, const api::TimeZone& zone) const
{
    const api::JobTemplateSpec& form = *cronJob().spec->jobTemplate;
    api::Box<api::Job> box;
    api::Job& job = box.edit();
    job.metadata.name = jobNameAt(m_stored.meta().name, time);
    job.metadata.namespace_ = m_stored.meta().namespace_;
    job.metadata.labels = form.metadata.labels;
    job.metadata.annotations = form.metadata.annotations;
    job.metadata.annotations.set(scheduledTimestamp, zone.text(time));
    job.metadata.ownerReferences.push_back(controllerReference(m_stored));
    job.spec = form.spec;
    return box;
}

api::Status CronLook::writeStatus()
{
    if (*m_cronJob->status == *m_stored.as<api::CronJob>()->status)
        return {};
    return m_client.updateStatus(apiserver::cronJobKind(), m_cronJob).status;
}

} // namespace kubarium::controllers
