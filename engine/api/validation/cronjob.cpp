#include "../cron.h"
#include "../timezone.h"
#include "meta.h"
#include "workload.h"
#include "workloads.h"

#include "api/types/batch.h"

namespace kubarium::api {

namespace {

// A Job's name is that of its CronJob and eleven characters, and has to be a label.
constexpr std::size_t longestName = 52;

bool namesZone(std::string_view schedule)
{
    return schedule.find("TZ") != schedule.npos;
}

// Schedules with a zone of their own were taken once; those that have one may keep it.
void checkSchedule(FieldErrors& errors, const CronJobSpec& spec, const CronJobSpec* old, const FieldPath& path)
{
    if (spec.schedule.empty()) {
        errors.push_back(required(path));
        return;
    }
    if (const auto schedule = CronSchedule::parse(spec.schedule); !schedule)
        errors.push_back(invalid(path, spec.schedule, schedule.error()));
    if (!namesZone(spec.schedule))
        return;
    if (!old || !namesZone(old->schedule)) {
        errors.push_back(
            invalid(path, spec.schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"));
    } else if (spec.timeZone) {
        errors.push_back(invalid(path, spec.schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule"));
    }
}

bool isLocal(std::string_view zone)
{
    constexpr std::string_view local = "local";
    return std::equal(zone.begin(), zone.end(), local.begin(), local.end(),
        [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

void checkTimeZone(FieldErrors& errors, const Text& zone, const FieldPath& path)
{
    if (!zone)
        return;
    if (zone.empty()) {
        errors.push_back(invalid(path, zone, "timeZone must be nil or non-empty string"));
        return;
    }
    if (!isTimeZoneName(zone)) {
        errors.push_back(invalid(path, zone, "unknown time zone " + zone.str()));
        return;
    }
    if (isLocal(zone)) {
        errors.push_back(invalid(
            path, zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"));
    }
    if (zone == "Local") // which exists, and means that of the machine
        return;
    if (const auto loaded = TimeZoneDatabase::system().load(zone); !loaded)
        errors.push_back(invalid(path, zone, loaded.error()));
}

void checkJobTemplate(FieldErrors& errors, const JobSpec& job, const FieldPath& path)
{
    static constexpr std::string_view notManual[] = {"nil", "false"};
    append(errors, validateJobSpec(job, path));
    if (job.selector)
        errors.push_back(invalid(path.child("selector"), *job.selector, "`selector` will be auto-generated"));
    if (job.manualSelector.valueOr(false))
        errors.push_back(notSupported(path.child("manualSelector"), true, notManual));
}

void checkSpec(FieldErrors& errors, const CronJobSpec& spec, const CronJobSpec* old)
{
    const FieldPath path("spec");
    checkSchedule(errors, spec, old, path.child("schedule"));
    checkNotNegative(errors, spec.startingDeadlineSeconds, path.child("startingDeadlineSeconds"));
    if (!old || !(old->timeZone == spec.timeZone && old->timeZone.has_value() == spec.timeZone.has_value()))
        checkTimeZone(errors, spec.timeZone, path.child("timeZone"));
    if (spec.concurrencyPolicy.empty())
        errors.push_back(required(path.child("concurrencyPolicy")));
    else
        checkSupported(errors, spec.concurrencyPolicy, ConcurrencyPolicy::values, path.child("concurrencyPolicy"));
    checkJobTemplate(errors, *spec.jobTemplate->spec, path.child("jobTemplate").child("spec"));
    checkNotNegative(errors, spec.successfulJobsHistoryLimit, path.child("successfulJobsHistoryLimit"));
    checkNotNegative(errors, spec.failedJobsHistoryLimit, path.child("failedJobsHistoryLimit"));
}

} // namespace

FieldErrors validate(const CronJob& job)
{
    FieldErrors errors = validateObjectMeta(job.metadata, true, subdomainName, FieldPath("metadata"));
    checkSpec(errors, *job.spec, nullptr);
    if (job.metadata.name.size() > longestName) {
        errors.push_back(invalid(FieldPath("metadata").child("name"), job.metadata.name,
            "must be no more than " + std::to_string(longestName) + " characters"));
    }
    return errors;
}

FieldErrors validateUpdate(const CronJob& now, const CronJob& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    checkSpec(errors, *now.spec, &*old.spec);
    return errors;
}

std::vector<std::string> warnings(const CronJob& job)
{
    std::vector<std::string> warnings;
    warnOfName(warnings, job.metadata.name);
    warnOfJobSpec(warnings, *job.spec->jobTemplate->spec, FieldPath("spec").child("jobTemplate").child("spec"));
    return warnings;
}

} // namespace kubarium::api
