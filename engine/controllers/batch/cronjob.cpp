#include "cronjob.h"

#include "cronlook.h"
#include "jobpods.h"

#include "../pods/claims.h"
#include "../pods/podstate.h"

#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "sim/latency.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

std::vector<api::ObjectPtr> jobsOf(const apiserver::State& state, const api::ObjectMeta& cronJob)
{
    std::vector<api::ObjectPtr> jobs;
    const auto take = [&](const store::Key& key) {
        api::ObjectPtr job = state.store.find(key);
        if (job && isControlledBy(job.meta(), cronJob))
            jobs.push_back(std::move(job));
        return true;
    };
    state.dependents.visit(cronJob.uid, apiserver::resourceId(jobKind()), cronJob.namespace_, take);
    return jobs;
}

bool isAnotherSchedule(const store::Change& change)
{
    const api::CronJob* const before = change.before.as<api::CronJob>();
    const api::CronJob* const now = change.now.as<api::CronJob>();
    return before && now
        && (!(before->spec->schedule == now->spec->schedule) || !(before->spec->timeZone == now->spec->timeZone));
}

} // namespace

bool CronJobController::watches(const api::Kind& kind) const
{
    return &kind == &apiserver::cronJobKind() || &kind == &jobKind();
}

void CronJobController::keysOf(
    const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    if (change.now.as<api::CronJob>()) {
        if (change.type != store::ChangeType::Deleted)
            keys.push_back(keyOf(change.now));
        return;
    }
    const api::ObjectPtr owner = controllerOf(state, apiserver::cronJobKind(), change.now.meta());
    if (owner)
        keys.push_back(keyOf(owner));
    if (!change.before)
        return;
    const api::ObjectPtr formerOwner = controllerOf(state, apiserver::cronJobKind(), change.before.meta());
    if (formerOwner && !(owner && owner.meta().uid == formerOwner.meta().uid))
        keys.push_back(keyOf(formerOwner));
}

// Another schedule holds from its next time on: what it would have started before is not made up for.
api::Microseconds CronJobController::latency(
    const apiserver::State& state, const store::Change& change, const ObjectKey&) const
{
    if (!isAnotherSchedule(change))
        return sim::latency::controller;
    const api::CronJob& now = *change.now.as<api::CronJob>();
    const api::Parsed<api::CronSchedule> schedule = api::CronSchedule::parse(now.spec->schedule);
    const api::Parsed<const api::TimeZone*> zone = CronTimes::zoneOf(now);
    if (!schedule || !zone)
        return sim::latency::controller; // which will tell what is wrong
    const std::optional<api::Time> next = CronTimes(now, *schedule, **zone).next(state.now);
    return next ? *next + sim::latency::cronDelay - state.now : sim::latency::controller;
}

bool CronJobController::isBackground(const store::Change& change) const
{
    return isAnotherSchedule(change);
}

Outcome CronJobController::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    const api::ObjectPtr cronJob = client.find(apiserver::cronJobKind(), key.namespace_, key.name);
    if (!cronJob)
        return Outcome::done();
    CronLook look(client, cronJob, jobsOf(client.state(), cronJob.meta()));
    look.removeOldJobs();
    look.followJobs();
    const Outcome next = look.startJob();
    const api::Status written = look.writeStatus();
    return written.ok() ? next : Outcome::again();
}

} // namespace kubarium::controllers
