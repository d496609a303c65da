#include "printers.h"
#include "words.h"

#include "api/duration.h"
#include "api/types/batch.h"

namespace kubarium::apiserver::table {

namespace {

std::string_view status(const api::Job& job)
{
    const auto& conditions = job.status->conditions;
    for (const std::string_view end : {"Complete", "Failed"}) {
        if (isTrue(conditions, end))
            return end;
    }
    if (job.metadata.deletionTimestamp)
        return "Terminating";
    for (const std::string_view step : {"Suspended", "FailureTarget", "SuccessCriteriaMet"}) {
        if (isTrue(conditions, step))
            return step;
    }
    return "Running";
}

std::string completions(const api::Job& job)
{
    const std::string succeeded = std::to_string(job.status->succeeded);
    if (job.spec->completions)
        return succeeded + '/' + std::to_string(*job.spec->completions);
    // A work queue: one success is enough, however many pods look for it.
    const std::int32_t parallelism = job.spec->parallelism.valueOr(0);
    return succeeded + (parallelism > 1 ? "/1 of " + std::to_string(parallelism) : "/1");
}

std::string duration(const api::Job& job, api::Time now)
{
    const api::JobStatus& status = *job.status;
    if (!status.startTime)
        return {};
    return api::humanDuration((status.completionTime ? status.completionTime : now) - status.startTime);
}

std::string containers(const api::Job& job)
{
    return containerNames(job.spec->template_->spec);
}

std::string images(const api::Job& job)
{
    return containerImages(job.spec->template_->spec);
}

std::string selector(const api::Job& job)
{
    return selectorCell(job.spec->selector);
}

std::string_view timeZone(const api::CronJob& job)
{
    return job.spec->timeZone.has_value() ? job.spec->timeZone.view() : none;
}

std::string_view suspend(const api::CronJob& job)
{
    return text(job.spec->suspend);
}

std::int64_t active(const api::CronJob& job)
{
    return static_cast<std::int64_t>(job.status->active.size());
}

std::string lastSchedule(const api::CronJob& job, api::Time now)
{
    return job.status->lastScheduleTime ? api::age(job.status->lastScheduleTime, now) : std::string(none);
}

std::string containersOfJobs(const api::CronJob& job)
{
    return containerNames(job.spec->jobTemplate->spec->template_->spec);
}

std::string imagesOfJobs(const api::CronJob& job)
{
    return containerImages(job.spec->jobTemplate->spec->template_->spec);
}

std::string selectorOfJobs(const api::CronJob& job)
{
    return selectorCell(job.spec->jobTemplate->spec->selector);
}

} // namespace

std::vector<KindPrinter> jobPrinters()
{
    using api::CronJob;
    using api::Job;
    return {
        printerOf<Job>(
            {cell<Job, status>("Status"), cell<Job, completions>("Completions"), cell<Job, duration>("Duration"),
                cell<Job, containers>("Containers"), cell<Job, images>("Images"), cell<Job, selector>("Selector")}),
        printerOf<CronJob>(
            {cell<CronJob, timeZone>("Timezone"), cell<CronJob, suspend>("Suspend"), cell<CronJob, active>("Active"),
                cell<CronJob, lastSchedule>("Last Schedule"), cell<CronJob, containersOfJobs>("Containers"),
                cell<CronJob, imagesOfJobs>("Images"), cell<CronJob, selectorOfJobs>("Selector")}),
    };
}

} // namespace kubarium::apiserver::table
