#include "cron.h"

#include "civil.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace kubarium::api {

namespace {

bool contains(std::uint64_t bits, int value) noexcept
{
    return (bits >> static_cast<unsigned>(value) & 1U) != 0;
}

} // namespace

// A moment on its way to the next activation, and what the wall clock shows there. It moves field by field, from the
// month down to the second. A field that wraps around ends the round, for what was found above it no longer holds.
//
// The steps follow robfig/cron one by one: where the clocks are changed the order of steps decides which moments are
// found, and learners compare them with those of a real cluster.
class CronSchedule::Search {
public:
    Search(const CronSchedule& schedule, const TimeZone& zone, std::int64_t moment)
        : m_schedule(schedule),
          m_zone(zone),
          m_span(zone.spanAt(Seconds(moment)))
    {
        moveTo(moment);
    }

    std::int64_t moment() const noexcept { return m_moment; }

    std::int64_t year() const noexcept { return m_wall.date.year; }

    bool round() { return findMonth() && findDay() && findHour() && findMinute() && findSecond(); }

private:
    void moveTo(std::int64_t moment)
    {
        m_moment = moment;
        if (!m_span.contains(Seconds(moment)))
            m_span = m_zone.spanAt(Seconds(moment));
        const std::int64_t local = moment + m_span.offset.count();
        const std::int64_t days = floorDivide(local, secondsPerDay);
        if (days != m_days) {
            m_days = days;
            m_wall.date = civilFromDays(days);
        }
        const int ofDay = static_cast<int>(local - days * secondsPerDay);
        m_wall.hour = ofDay / 3'600;
        m_wall.minute = ofDay / 60 % 60;
        m_wall.second = ofDay % 60;
    }

    void moveTo(const CivilTime& wall) { moveTo(m_zone.momentOf(Seconds(secondsFromCivil(wall))).count()); }

    void moveBy(std::int64_t seconds) { moveTo(m_moment + seconds); }

    // Once, before the first step: what stands to the right of the field that moves begins anew.
    bool beginsToMove() noexcept { return !std::exchange(m_moving, true); }

    bool findMonth()
    {
        while (!contains(m_schedule.m_months, m_wall.date.month)) {
            if (beginsToMove())
                moveTo(CivilTime{{m_wall.date.year, m_wall.date.month, 1}, 0, 0, 0});
            CivilTime next = m_wall;
            next.date.month = next.date.month % 12 + 1;
            next.date.year += next.date.month == 1 ? 1 : 0;
            moveTo(next);
            if (m_wall.date.month == 1)
                return false;
        }
        return true;
    }

    bool findDay()
    {
        while (!dayMatches()) {
            if (beginsToMove())
                moveTo(CivilTime{m_wall.date, 0, 0, 0});
            const std::int64_t before = m_moment;
            CivilTime next = m_wall;
            ++next.date.day;
            moveTo(next);
            // Midnight is where some countries change their clocks: 23 or 1 o'clock was found in its place.
            if (m_wall.hour > 12)
                moveBy((24 - m_wall.hour) * 3'600);
            else if (m_wall.hour > 0)
                moveBy(-m_wall.hour * 3'600);
            // Samoa left out a whole day in 2011. The library waits there for ever; this one goes on.
            if (m_moment <= before)
                moveTo(before + secondsPerDay);
            if (m_wall.date.day == 1)
                return false;
        }
        return true;
    }

    bool findHour()
    {
        while (!contains(m_schedule.m_hours, m_wall.hour)) {
            if (beginsToMove())
                moveTo(CivilTime{m_wall.date, m_wall.hour, 0, 0});
            moveBy(3'600);
            if (m_wall.hour == 0)
                return false;
        }
        return true;
    }

    bool findMinute()
    {
        while (!contains(m_schedule.m_minutes, m_wall.minute)) {
            if (beginsToMove())
                moveTo(floorDivide(m_moment, 60) * 60);
            moveBy(60);
            if (m_wall.minute == 0)
                return false;
        }
        return true;
    }

    // A CronJob starts when a minute begins.
    bool findSecond()
    {
        if (m_wall.second == 0)
            return true;
        m_moving = true;
        while (m_wall.second != 0)
            moveBy(1);
        return false;
    }

    bool dayMatches() const noexcept
    {
        const bool ofMonth = contains(m_schedule.m_daysOfMonth, m_wall.date.day);
        const bool ofWeek = contains(m_schedule.m_daysOfWeek, weekdayFromDays(m_days));
        const bool anyStar = ((m_schedule.m_daysOfMonth | m_schedule.m_daysOfWeek) & star) != 0;
        return anyStar ? ofMonth && ofWeek : ofMonth || ofWeek;
    }

    const CronSchedule& m_schedule;
    const TimeZone& m_zone;
    TimeZone::Span m_span; // around the moment: most steps stay within it
    std::int64_t m_moment = 0;
    std::int64_t m_days = std::numeric_limits<std::int64_t>::min(); // of the wall clock, since 1970
    CivilTime m_wall;
    bool m_moving = false;
};

Time CronSchedule::next(Time after, const TimeZone& zone) const
{
    const auto second = std::chrono::floor<Seconds>(after.sinceEpoch());
    if (m_every > Seconds(0))
        return Time::sinceEpoch(second + m_every);
    if ((m_minutes & ~star) == 0 || (m_hours & ~star) == 0 || (m_months & ~star) == 0)
        return {}; // a field of nothing but commas: no need to try five years

    Search search(*this, m_zone ? *m_zone : zone, second.count() + 1);
    const std::int64_t lastYear = search.year() + 5;
    while (search.year() <= lastYear) {
        if (search.round())
            return Time::sinceEpoch(Seconds(search.moment()));
    }
    return {};
}

std::vector<Time> CronSchedule::between(Time after, Time until, const TimeZone& zone, std::size_t limit) const
{
    std::vector<Time> activations;
    while (activations.size() < limit) {
        after = next(after, zone);
        if (after.isZero() || after > until)
            break;
        activations.push_back(after);
    }
    return activations;
}

namespace {

// Whole seconds; as in Go no duration is longer than 292 years.
std::int64_t secondsBetween(Time from, Time to) noexcept
{
    constexpr std::int64_t longest = 9'223'372'036;
    return std::clamp(std::chrono::duration_cast<Seconds>(to - from).count(), -longest, longest);
}

} // namespace

Parsed<CronSchedule::Due> CronSchedule::due(Time earliest, Time now, const TimeZone& zone) const
{
    const Refusal never{"time difference between two schedules is less than 1 second"};
    const Time first = next(earliest, zone);
    if (first.isZero()) { // there may be a February 29 beyond the five years, or none ever
        if (next(Time(), zone).isZero())
            return never;
        return Due{};
    }
    const Time second = next(first, zone);
    if (now < first)
        return Due{};
    if (now < second)
        return Due{first, Missed::None};
    const std::int64_t distance = secondsBetween(first, second);
    if (distance < 1)
        return never;

    // Starting one distance before the last guess finds the most recent one also where distances differ
    // ("30 6-16/4 * * 1-5"), and keeps the beat of @every.
    const std::int64_t missed = secondsBetween(first, now) / distance + 1;
    Due due{Time(), missed > 100 ? Missed::Many : Missed::Few};
    Time activation = next(first + Seconds((missed - 2) * distance), zone);
    while (!activation.isZero() && activation <= now) {
        due.mostRecent = activation;
        activation = next(activation, zone);
    }
    return due;
}

} // namespace kubarium::api
