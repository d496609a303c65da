#include "job.h"

#include "jobconditions.h"
#include "jobending.h"
#include "jobpods.h"
#include "jobtracking.h"
#include "jobwork.h"

#include "../eventrecorder.h"
#include "../pods/claims.h"
#include "../pods/podnews.h"
#include "../pods/podstate.h"

#include "api/labelselector.h"
#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "sim/latency.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

using apiserver::Client;

bool isJobsPod(const api::ObjectMeta& meta)
{
    const api::OwnerReference* const owner = controllerOf(meta);
    return owner && owner->kind == "Job" && owner->apiVersion == "batch/v1";
}

bool restartsDiffer(const api::Pod& before, const api::Pod& now)
{
    const api::PodStatus& was = *before.status;
    const api::PodStatus& is = *now.status;
    return !(was.containerStatuses.sameStorage(is.containerStatuses)
               && was.initContainerStatuses.sameStorage(is.initContainerStatuses))
        && restartsOf(before) != restartsOf(now);
}

// Pods of a Job that is gone or over: nobody counts them any more, and they must be able to go.
void addTrackedPods(const apiserver::State& state, const api::ObjectMeta& job, std::vector<ObjectKey>& keys)
{
    for (const api::ObjectPtr& pod : controlledPods(state, job)) {
        if (isTracked(*pod.as<api::Pod>()))
            keys.push_back(keyOf(pod));
    }
}

void addAdopters(const apiserver::State& state, const api::ObjectMeta& pod, std::vector<ObjectKey>& keys)
{
    state.store.tree(apiserver::resourceId(jobKind())).visit({pod.namespace_, {}}, [&](const api::ObjectPtr& job) {
        if (!(job.meta().namespace_ == pod.namespace_))
            return false;
        const api::Result<api::LabelMatcher> selector = api::toMatcher(*job.as<api::Job>()->spec->selector);
        if (selector && selector->matches(pod.labels))
            keys.push_back(keyOf(job));
        return true;
    });
}

void addOwnerOf(const apiserver::State& state, const api::ObjectPtr& pod, std::vector<ObjectKey>& keys)
{
    const api::ObjectPtr job = controllerOf(state, jobKind(), pod.meta());
    if (job && !isFinished(*job.as<api::Job>()))
        keys.push_back(keyOf(job));
    else if (pod.meta().deletionTimestamp && isTracked(*pod.as<api::Pod>()))
        keys.push_back(keyOf(pod));
}

void addKeysOfPod(const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys)
{
    const api::Pod& now = *change.now.as<api::Pod>();
    const api::Pod* const before = change.before.as<api::Pod>();
    const bool isGone = change.type == store::ChangeType::Deleted;
    if (before && !isGone && !isNews(*before, now) && !restartsDiffer(*before, now))
        return;
    const bool changedHands =
        before && isJobsPod(before->metadata) && !(before->metadata.ownerReferences == now.metadata.ownerReferences);
    if (changedHands)
        addOwnerOf(state, change.before, keys);
    if (isJobsPod(now.metadata)) {
        addOwnerOf(state, change.now, keys);
    } else if (!controllerOf(now.metadata) && !isGone) {
        if (now.metadata.deletionTimestamp && isTracked(now))
            keys.push_back(keyOf(change.now));
        else if (!before || changedHands || !(before->metadata.labels == now.metadata.labels))
            addAdopters(state, now.metadata, keys);
    }
}

// A pod that is deleted while it runs is a failure, of which nothing is left to see once it is gone. So that it is gone is
// news only when its back-off is over.
api::Microseconds backOffAfter(const apiserver::State& state, const api::ObjectPtr& gone)
{
    const api::Pod& pod = *gone.as<api::Pod>();
    const api::ObjectPtr object = controllerOf(state, jobKind(), gone.meta());
    if (!object || isFinished(pod))
        return api::Microseconds(0);
    const api::Job& job = *object.as<api::Job>();
    const bool isEnding = trueCondition(job, api::JobConditionType::SuccessCriteriaMet)
        || trueCondition(job, api::JobConditionType::FailureTarget) || job.metadata.deletionTimestamp;
    if (isEnding || isSuspended(job) || hasLimitPerIndex(job) || !hasFailed(pod, job))
        return api::Microseconds(0);
    const api::JobStatus& status = *job.status;
    const std::size_t uncounted = status.uncountedTerminatedPods->failed.size();
    const std::int32_t failures = status.failed + static_cast<std::int32_t>(uncounted);
    return remainingBackOff({failures, endOf(pod)}, state.now);
}

// A pod that no Job will count.
Outcome freePod(Client& client, const ObjectKey& key)
{
    const api::ObjectPtr pod = client.find(apiserver::podKind(), key.namespace_, key.name);
    if (!pod || !isTracked(*pod.as<api::Pod>()))
        return Outcome::done();
    if (controllerOf(pod.meta())) {
        const api::ObjectPtr job = controllerOf(client.state(), jobKind(), pod.meta());
        const bool isCounted = job && !isFinished(*job.as<api::Job>());
        if (!isJobsPod(pod.meta()) || isCounted || (job && isManagedByOthers(*job.as<api::Job>())))
            return Outcome::done();
    }
    return Outcome::of(letGo(client, pod));
}

void say(Client& client, const JobLook& look, EventType type, std::string_view reason, std::string_view message)
{
    recordEvent(client, jobComponent, look.stored, type, reason, message);
}

// A Job that was suspended begins anew when it goes on: its deadline counts from then.
void tellSuspension(Client& client, JobLook& look)
{
    const bool suspended = isSuspended(look.job());
    api::JobCondition condition = newCondition(api::JobConditionType::Suspended,
        suspended ? "JobSuspended" : "JobResumed", suspended ? "Job suspended" : "Job resumed", client.now());
    condition.status = suspended ? "True" : "False";
    if (!setCondition(look.editStatus(), condition))
        return;
    if (!suspended)
        look.editStatus().startTime = client.now();
    say(client, look, EventType::Normal, suspended ? "Suspended" : "Resumed", condition.message);
}

void tellEnd(Client& client, const JobLook& look)
{
    const api::JobCondition& ending = *look.ending;
    if (ending.type == api::JobConditionType::Failed) {
        say(client, look, EventType::Warning, ending.reason, ending.message);
        return;
    }
    const api::Job& job = look.job();
    if (job.spec->completions && job.status->succeeded > *job.spec->completions)
        say(client, look, EventType::Warning, "TooManySucceededPods", "Too many succeeded pods recorded");
    say(client, look, EventType::Normal, "Completed", "Job completed");
}

// What to do about the pods, and whether that brings the Job to its end.
void work(Client& client, JobLook& look, JobWork& pods)
{
    look.ending = endingOf(look, client.now());
    if (look.ending) {
        if (!pods.endPods())
            look.ending.reset(); // not before all of them are asked to go
        return;
    }
    const bool stays = !look.job().metadata.deletionTimestamp;
    if (stays)
        pods.keepPods();
    if (isEnough(*look.job().spec, look.counts))
        look.ending = completionsReached(client.now());
    else if (stays)
        tellSuspension(client, look);
}

void tellCounts(JobLook& look)
{
    api::JobStatus& status = look.editStatus();
    status.active = look.counts.active;
    status.ready = look.ready;
    status.terminating = look.counts.terminating;
    status.uncountedTerminatedPods.edit();
}

Outcome nextLook(const JobLook& look, const JobWork& pods, const JobTracking& tracking, api::Time now)
{
    if (tracking.hasMore())
        return Outcome::after(sim::latency::jobPods);
    std::optional<api::Microseconds> next = pods.waits();
    const std::optional<api::Time> deadline = deadlineOf(look.job());
    if (deadline && !look.ending)
        next = std::min(next.value_or(*deadline - now), *deadline - now);
    return next ? Outcome::after(*next) : Outcome::done();
}

} // namespace

bool JobController::watches(const api::Kind& kind) const
{
    return &kind == &jobKind() || &kind == &apiserver::podKind();
}

void JobController::keysOf(
    const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    const api::Job* const job = change.now.as<api::Job>();
    if (!job)
        addKeysOfPod(state, change, keys);
    else if (change.type == store::ChangeType::Deleted || isFinished(*job))
        addTrackedPods(state, job->metadata, keys);
    else if (!isWrittenBy(change, name()))
        keys.push_back(keyOf(change.now));
}

api::Microseconds JobController::latency(
    const apiserver::State& state, const store::Change& change, const ObjectKey& key) const
{
    if (key.kind == &apiserver::podKind())
        return sim::latency::controller;
    if (change.now.as<api::Job>()) {
        const bool isWish = !change.before || change.before.meta().generation != change.now.meta().generation;
        return isWish ? sim::latency::controller : sim::latency::jobPods;
    }
    if (change.type == store::ChangeType::Deleted)
        return std::max(sim::latency::jobPods, backOffAfter(state, change.now));
    return sim::latency::jobPods;
}

api::Microseconds JobController::shortestRetry() const
{
    return api::Seconds(1);
}

api::Microseconds JobController::longestRetry() const
{
    return api::Seconds(60);
}

Outcome JobController::reconcile(Client& client, const ObjectKey& key) const
{
    if (key.kind == &apiserver::podKind())
        return freePod(client, key);
    const api::ObjectPtr object = client.find(jobKind(), key.namespace_, key.name);
    if (!object || isManagedByOthers(*object.as<api::Job>()) || isFinished(*object.as<api::Job>()))
        return Outcome::done();

    const api::Result<api::LabelMatcher> selector = api::toMatcher(*object.as<api::Job>()->spec->selector);
    if (!selector)
        return Outcome::done(); // nothing that time could heal
    Claims claims = claimedPods(client, object, *selector, {}, trackingFinalizer);
    if (!claims.failure.ok())
        return Outcome::again();

    JobLook look(object, std::move(claims.objects));
    look.count();
    if (!look.job().status->startTime && !isSuspended(look.job()))
        look.editStatus().startTime = client.now();

    JobWork pods(client, look);
    work(client, look, pods);
    tellCounts(look);
    JobTracking tracking(client, look);
    const api::Status tracked = tracking.run();
    if (tracking.finished())
        tellEnd(client, look);
    if (!tracked.ok() || !pods.failure().ok())
        return Outcome::again();
    return nextLook(look, pods, tracking, client.now());
}

} // namespace kubarium::controllers
