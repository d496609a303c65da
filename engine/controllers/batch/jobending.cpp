#include "jobending.h"

#include "jobconditions.h"
#include "jobpods.h"
#include "podfailurepolicy.h"
#include "successpolicy.h"

namespace kubarium::controllers {

namespace {

namespace ConditionType = api::JobConditionType;

api::JobCondition failure(std::string_view reason, std::string_view message, api::Time now)
{
    return newCondition(ConditionType::FailureTarget, reason, message, now);
}

// The sentence of the first pod that a FailJob rule fits to; empty if there is none.
std::string hopelessPod(const JobLook& look)
{
    if (!look.job().spec->podFailurePolicy)
        return {};
    for (const api::ObjectPtr& object : look.pods()) {
        const api::Pod& pod = *object.as<api::Pod>();
        if (!hasFailed(pod, look.job()))
            continue;
        FailureVerdict verdict = verdictOn(pod, *look.job().spec);
        if (verdict.failsJob())
            return std::move(verdict.why);
    }
    return {};
}

std::optional<api::JobCondition> endingByIndexes(const JobLook& look, api::Time now)
{
    const api::JobSpec& spec = *look.job().spec;
    if (look.failed) {
        if (spec.maxFailedIndexes && look.failed->size() > *spec.maxFailedIndexes) {
            return failure(
                "MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes", now);
        }
        const std::int32_t settled = look.failed->size() + look.succeeded.size();
        if (!look.failed->empty() && settled >= spec.completions.valueOr(0))
            return failure("FailedIndexes", "Job has failed indexes", now);
    }
    if (const std::optional<std::size_t> rule = ruleMet(spec, look.succeeded)) {
        return newCondition(
            ConditionType::SuccessCriteriaMet, "SuccessPolicy", "Matched rules at index " + std::to_string(*rule), now);
    }
    return std::nullopt;
}

} // namespace

std::optional<api::Time> deadlineOf(const api::Job& job)
{
    const api::JobSpec& spec = *job.spec;
    // One that goes on after a suspension counts anew, from when it says so.
    const bool rests = isSuspended(job) || trueCondition(job, ConditionType::Suspended);
    if (!spec.activeDeadlineSeconds || !job.status->startTime || rests)
        return std::nullopt;
    return job.status->startTime + api::Seconds(*spec.activeDeadlineSeconds);
}

std::optional<api::JobCondition> endingOf(const JobLook& look, api::Time now)
{
    const api::Job& job = look.job();
    if (const api::JobCondition* const met = trueCondition(job, ConditionType::SuccessCriteriaMet))
        return *met;
    if (const api::JobCondition* const target = trueCondition(job, ConditionType::FailureTarget))
        return *target;
    if (const std::string why = hopelessPod(look); !why.empty())
        return failure("PodFailurePolicy", why, now);
    if (exceedsBackoffLimit(*job.spec, look.counts))
        return failure("BackoffLimitExceeded", "Job has reached the specified backoff limit", now);
    if (const std::optional<api::Time> deadline = deadlineOf(job); deadline && *deadline <= now)
        return failure("DeadlineExceeded", "Job was active longer than specified deadline", now);
    return isIndexed(job) ? endingByIndexes(look, now) : std::nullopt;
}

api::JobCondition completionsReached(api::Time now)
{
    return newCondition(
        ConditionType::SuccessCriteriaMet, "CompletionsReached", "Reached expected number of succeeded pods", now);
}

api::JobCondition finalOf(const api::JobCondition& announced, api::Time now)
{
    const bool isSuccess = announced.type == ConditionType::SuccessCriteriaMet;
    return newCondition(
        isSuccess ? ConditionType::Complete : ConditionType::Failed, announced.reason, announced.message, now);
}

} // namespace kubarium::controllers
