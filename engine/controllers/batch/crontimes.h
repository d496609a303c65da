// When a CronJob starts its Jobs: the start that is due now, and the one to wait for.
//
//   created or last scheduled      a start was missed      and this one, too       now
//   ───────┬──────────────────────────────┬───────────────────────┬─────────────────┬──────── next ──
//                                                             only this one is made up for
#pragma once

#include "api/cron.h"
#include "api/types/batch.h"

#include <optional>
#include <string>

namespace kubarium::controllers {

class CronTimes {
public:
    // Refused as time.LoadLocation does.
    static api::Parsed<const api::TimeZone*> zoneOf(const api::CronJob& job);

    CronTimes(const api::CronJob& job, const api::CronSchedule& schedule, const api::TimeZone& zone)
        : m_job(job),
          m_schedule(schedule),
          m_zone(zone)
    {
    }

    // Of all that were missed, the last one; none from before startingDeadlineSeconds.
    api::Parsed<api::CronSchedule::Due> due(api::Time now) const;
    // Whether it is too late for a start.
    bool isTooLate(api::Time start, api::Time now) const;
    // Nothing if the schedule never comes again.
    std::optional<api::Time> next(api::Time now) const;

private:
    api::Time earliest() const;

    const api::CronJob& m_job;
    const api::CronSchedule& m_schedule;
    const api::TimeZone& m_zone;
};

// The Job of that start: two of the same minute cannot be.
std::string jobNameAt(const api::Text& cronJob, api::Time start);

// "Thu, 01 Jan 2026 00:01:00 +0000", as Go's RFC1123Z.
std::string mailTime(api::Time time);

} // namespace kubarium::controllers
