#include "crontimes.h"

#include "api/civil.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace kubarium::controllers {

namespace {

std::int64_t secondsOf(api::Time time)
{
    return std::chrono::floor<api::Seconds>(time.sinceEpoch()).count();
}

} // namespace

api::Parsed<const api::TimeZone*> CronTimes::zoneOf(const api::CronJob& job)
{
    const api::Text& name = job.spec->timeZone;
    return name.empty() ? &api::TimeZone::utc() : api::TimeZoneDatabase::system().load(name);
}

api::Time CronTimes::earliest() const
{
    const api::Time last = m_job.status->lastScheduleTime;
    return last ? last : m_job.metadata.creationTimestamp;
}

api::Parsed<api::CronSchedule::Due> CronTimes::due(api::Time now) const
{
    const api::Optional<std::int64_t> deadline = m_job.spec->startingDeadlineSeconds;
    const api::Time from = deadline ? std::max(earliest(), now - api::Seconds(*deadline)) : earliest();
    return m_schedule.due(from, now, m_zone);
}

bool CronTimes::isTooLate(api::Time start, api::Time now) const
{
    const api::Optional<std::int64_t> deadline = m_job.spec->startingDeadlineSeconds;
    return deadline && start + api::Seconds(*deadline) < now;
}

std::optional<api::Time> CronTimes::next(api::Time now) const
{
    const api::Parsed<api::CronSchedule::Due> due = m_schedule.due(earliest(), now, m_zone);
    api::Time after = now;
    if (due && due->mostRecent)
        after = due->mostRecent;
    else if (due && due->missed == api::CronSchedule::Missed::None)
        after = earliest();
    const api::Time next = m_schedule.next(after, m_zone);
    return next ? std::optional(next) : std::nullopt;
}

std::string jobNameAt(const api::Text& cronJob, api::Time start)
{
    return cronJob.str() + "-" + std::to_string(secondsOf(start) / 60);
}

std::string mailTime(api::Time time)
{
    static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::int64_t seconds = secondsOf(time);
    const api::CivilTime civil = api::civilFromSeconds(seconds);
    const int weekday = api::weekdayFromDays(api::floorDivide(seconds, api::secondsPerDay));
    std::array<char, 64> text{};
    const int size = std::snprintf(text.data(), text.size(), "%s, %02d %s %04lld %02d:%02d:%02d +0000",
        days[static_cast<std::size_t>(weekday)], civil.date.day, months[static_cast<std::size_t>(civil.date.month - 1)],
        static_cast<long long>(civil.date.year), civil.hour, civil.minute, civil.second);
    return {text.data(), static_cast<std::size_t>(size)};
}

} // namespace kubarium::controllers
