// Cron schedules as a CronJob's spec.schedule has them, read and computed as the library robfig/cron does that the
// real server and controller are linked with: what it accepts, the sentence it refuses with, and the moments it
// finds, also on the two nights of a year when clocks are changed.
//
//   ┌───────── minute 0-59
//   │ ┌─────── hour 0-23
//   │ │ ┌───── day of the month 1-31
//   │ │ │ ┌─── month 1-12 or jan-dec
//   │ │ │ │ ┌─ day of the week 0-6 or sun-sat; 7 is no day
//   * * * * *     lists 1,2  ranges 9-17  steps */5, 8-18/2, 5/15 (from 5 on)  ? is another *
//
// Also @yearly @annually @monthly @weekly @daily @midnight @hourly and @every 1h30m.
#pragma once

#include "parsed.h"
#include "time.h"
#include "timezone.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace kubarium::api {

class CronSchedule {
public:
    // `expected exactly 5 fields, found 3: [a b c]`, `end of range (70) above maximum (59): 70`, …
    static Parsed<CronSchedule> parse(std::string_view text, TimeZoneDatabase& zones = TimeZoneDatabase::system());

    // The schedule begins with TZ= or CRON_TZ=, which validation refuses; if it is used all the same, it wins over
    // the zone given to next().
    bool namesTimeZone() const noexcept { return m_zone != nullptr; }

    // The first activation later than `after`, on the wall clock of `zone`; the zero Time if there is none in the
    // five years that follow ("0 0 31 2 *"). A time of day that the clocks skip has no activation on that day, one
    // that they show twice has two.
    Time next(Time after, const TimeZone& zone = TimeZone::utc()) const;

    // Activations later than `after` and not later than `until`, the first `limit` of them.
    std::vector<Time> between(Time after, Time until, const TimeZone& zone, std::size_t limit) const;

    // The most recent activation that is due: what the CronJob controller starts a Job for.
    enum class Missed : std::uint8_t {
        None, // at most the most recent one
        Few,
        Many, // more than a hundred; the controller warns of it
    };

    struct Due {
        Time mostRecent; // zero if none is due
        // Starts between `earliest` and now, estimated from the distance of the first two. Where distances differ the
        // estimate can pass over all of them: then some were missed, and yet none is due.
        Missed missed = Missed::None;
    };

    // `earliest` is the last schedule time or the creation time, or now - startingDeadlineSeconds if that is later.
    // Refused: time difference between two schedules is less than 1 second (a date that no year has).
    Parsed<Due> due(Time earliest, Time now, const TimeZone& zone = TimeZone::utc()) const;

private:
    class Search;
    // A bit per value that matches. The uppermost bit says that the field holds a * or ?: the two days are then both
    // asked for, while two days that are both given are alternatives.
    using Bits = std::uint64_t;
    static constexpr Bits star = Bits{1} << 63U;

    static Parsed<CronSchedule> fields(std::string_view text);
    static Parsed<CronSchedule> descriptor(std::string_view text);

    Bits m_minutes = 1;
    Bits m_hours = 1;
    Bits m_daysOfMonth = 0;
    Bits m_months = 0;
    Bits m_daysOfWeek = 0;
    Seconds m_every = Seconds(0); // of @every; then the fields mean nothing
    const TimeZone* m_zone = nullptr;
};

} // namespace kubarium::api
