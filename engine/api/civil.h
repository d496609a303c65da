// Days and dates: the Gregorian calendar without end in both directions, as Go's package time counts it. A wall
// clock is a number of seconds too: those since 1970-01-01 00:00 on that clock.
#pragma once

#include <chrono>
#include <cstdint>

namespace kubarium::api {

struct CivilDate {
    std::int64_t year = 1970;
    int month = 1; // 1…12
    int day = 1; // 1…31
    friend constexpr bool operator==(const CivilDate&, const CivilDate&) = default;
};

struct CivilTime {
    CivilDate date;
    int hour = 0;
    int minute = 0;
    int second = 0;
    friend constexpr bool operator==(const CivilTime&, const CivilTime&) = default;
};

constexpr std::int64_t secondsPerDay = 86'400;

// Rounds towards the past, where / would round towards zero.
constexpr std::int64_t floorDivide(std::int64_t dividend, std::int64_t divisor) noexcept
{
    return dividend / divisor - (dividend % divisor < 0 ? 1 : 0);
}

constexpr bool isLeapYear(std::int64_t year) noexcept
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr int daysInMonth(std::int64_t year, int month) noexcept
{
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && isLeapYear(year) ? 29 : days[month - 1];
}

// Days since 1970-01-01. A day beyond its month counts on into the next one; the month must be one.
constexpr std::int64_t daysFromCivil(const CivilDate& date) noexcept
{
    // Years that begin in March end with the day that leap years add, so that month lengths follow one line:
    // March to February begin after 0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306, 337 days.
    const std::int64_t year = date.month > 2 ? date.year : date.year - 1;
    const std::int64_t era = floorDivide(year, 400); // 400 years are always 146 097 days
    const std::int64_t yearOfEra = year - era * 400;
    const int monthFromMarch = (date.month + 9) % 12;
    const std::int64_t dayOfYear = (153 * monthFromMarch + 2) / 5 + date.day - 1;
    const std::int64_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    constexpr std::int64_t marchOfYearZero = 719'468; // days before 1970
    return era * 146'097 + dayOfEra - marchOfYearZero;
}

constexpr CivilDate civilFromDays(std::int64_t days) noexcept
{
    const std::int64_t shifted = days + 719'468;
    const std::int64_t era = floorDivide(shifted, 146'097);
    const std::int64_t dayOfEra = shifted - era * 146'097;
    const std::int64_t yearOfEra = (dayOfEra - dayOfEra / 1'460 + dayOfEra / 36'524 - dayOfEra / 146'096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t monthFromMarch = (5 * dayOfYear + 2) / 153;
    const int month = static_cast<int>(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
    return {era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month,
        static_cast<int>(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)};
}

constexpr int weekdayFromDays(std::int64_t days) noexcept // 0 is Sunday
{
    const std::int64_t weekday = (days + 4) % 7; // 1970 began on a Thursday
    return static_cast<int>(weekday < 0 ? weekday + 7 : weekday);
}

constexpr CivilTime civilFromSeconds(std::int64_t seconds) noexcept
{
    const std::int64_t days = floorDivide(seconds, secondsPerDay);
    const int ofDay = static_cast<int>(seconds - days * secondsPerDay);
    return {civilFromDays(days), ofDay / 3'600, ofDay / 60 % 60, ofDay % 60};
}

constexpr std::int64_t secondsFromCivil(const CivilTime& time) noexcept
{
    return daysFromCivil(time.date) * secondsPerDay + time.hour * 3'600 + time.minute * 60 + time.second;
}

} // namespace kubarium::api
