#include "timezone.h"

#include "civil.h"

#include <algorithm>
#include <limits>

namespace kubarium::api {

namespace {

constexpr std::int64_t beginOfTime = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t endOfTime = std::numeric_limits<std::int64_t>::max();

std::string twoDigits(std::int64_t number)
{
    return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

} // namespace

const TimeZone& TimeZone::utc() noexcept
{
    static const TimeZone zone = [] {
        TimeZone made;
        made.m_name = "UTC";
        made.m_types.push_back({0, false, "UTC"});
        return made;
    }();
    return zone;
}

// What clocks showed before the first known change: a type that the list never uses (local mean time has the place
// of the first), else standard time.
const TimeZone::LocalTime& TimeZone::first() const noexcept
{
    const auto uses = [this](std::size_t type) {
        return std::any_of(
            m_transitions.begin(), m_transitions.end(), [type](const Transition& t) { return t.type == type; });
    };
    if (!uses(0))
        return m_types[0];
    if (const std::size_t firstUsed = m_transitions.front().type; m_types[firstUsed].daylight) {
        for (std::size_t type = firstUsed; type-- > 0;) {
            if (!m_types[type].daylight)
                return m_types[type];
        }
    }
    const auto standard =
        std::find_if(m_types.begin(), m_types.end(), [](const LocalTime& type) { return !type.daylight; });
    return standard != m_types.end() ? *standard : m_types[0];
}

std::int64_t TimeZone::YearlyRule::secondOfYear(std::int64_t year, std::int64_t offset) const noexcept
{
    const std::int64_t newYear = daysFromCivil({year, 1, 1});
    std::int64_t days = 0; // since then
    switch (kind) {
    case Day::JulianWithoutLeapDay: // day 60 is March 1 in every year
        days = day - 1 + (isLeapYear(year) && day >= 60 ? 1 : 0);
        break;
    case Day::OfYear:
        days = day;
        break;
    case Day::WeekdayOfMonth: {
        const std::int64_t monthBegin = daysFromCivil({year, month, 1});
        int ofMonth = (day - weekdayFromDays(monthBegin) + 7) % 7 + 7 * (week - 1);
        if (ofMonth >= daysInMonth(year, month))
            ofMonth -= 7; // there is no fifth one: the last is meant
        days = monthBegin + ofMonth - newYear;
        break;
    }
    }
    return days * secondsPerDay + time - offset;
}

TimeZone::Span TimeZone::foreverAt(std::int64_t moment, std::int64_t lastTransition) const noexcept
{
    const auto span = [](std::int64_t begin, std::int64_t end, const LocalTime& time) {
        return Span{Seconds(begin), Seconds(end), Seconds(time.offset), time.abbreviation, time.daylight};
    };
    if (!m_forever.changes)
        return span(lastTransition, endOfTime, m_forever.standard);

    const std::int64_t year = civilFromSeconds(moment).date.year;
    const std::int64_t newYear = daysFromCivil({year, 1, 1}) * secondsPerDay;
    const std::int64_t nextYear = daysFromCivil({year + 1, 1, 1}) * secondsPerDay;
    const std::int64_t toDaylight = newYear + m_forever.toDaylight.secondOfYear(year, m_forever.standard.offset);
    const std::int64_t toStandard = newYear + m_forever.toStandard.secondOfYear(year, m_forever.daylight.offset);
    // In the south a year begins and ends in summer.
    const bool north = toDaylight <= toStandard;
    const LocalTime& outside = north ? m_forever.standard : m_forever.daylight;
    const LocalTime& inside = north ? m_forever.daylight : m_forever.standard;
    const std::int64_t begin = std::min(toDaylight, toStandard);
    const std::int64_t end = std::max(toDaylight, toStandard);
    if (moment < begin)
        return span(std::max(newYear, lastTransition), begin, outside);
    if (moment >= end)
        return span(std::max(end, lastTransition), nextYear, outside);
    return span(std::max(begin, lastTransition), end, inside);
}

TimeZone::Span TimeZone::spanAt(Seconds moment) const noexcept
{
    const auto after = std::upper_bound(m_transitions.begin(), m_transitions.end(), moment.count(),
        [](std::int64_t value, const Transition& transition) { return value < transition.when; });
    const bool isLast = after == m_transitions.end();
    const std::int64_t begin = after == m_transitions.begin() ? beginOfTime : (after - 1)->when;
    if (isLast && m_hasForever)
        return foreverAt(moment.count(), begin);
    const LocalTime& time = after == m_transitions.begin() ? first() : m_types[(after - 1)->type];
    return {Seconds(begin), Seconds(isLast ? endOfTime : after->when), Seconds(time.offset), time.abbreviation,
        time.daylight};
}

Seconds TimeZone::momentOf(Seconds local) const noexcept
{
    // The wall clock is first taken for UTC, which finds the offset of a moment some hours away; if a change lies
    // between the two, the offset found there decides.
    const Span near = spanAt(local);
    const Seconds moment = local - near.offset;
    if (near.offset == Seconds(0) || near.contains(moment))
        return moment;
    return local - spanAt(moment).offset;
}

std::string TimeZone::text(Time moment) const
{
    const auto seconds = std::chrono::floor<Seconds>(moment.sinceEpoch());
    const std::int64_t offset = spanAt(seconds).offset.count();
    std::string text = (moment + std::chrono::seconds(offset)).text(); // the wall clock, with a Z behind it
    if (offset == 0)
        return text;
    const std::int64_t minutes = (offset < 0 ? -offset : offset) / 60;
    text.back() = offset < 0 ? '-' : '+';
    return text + twoDigits(minutes / 60) + ':' + twoDigits(minutes % 60);
}

} // namespace kubarium::api
