// Time zones by their IANA names: what a wall clock in Berlin or Seoul shows at a moment, now and in fifty years.
//
// They are read from the system's TZif files (/usr/share/zoneinfo): a list of moments at which the clocks changed,
// and a rule that goes on where the list ends. A zone never changes once it is read and lives as long as its
// database, so references to it may be kept and shared between threads. On a machine without such files UTC still
// works, every other name is unknown, and isPresent() says why.
#pragma once

#include "parsed.h"
#include "time.h"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace kubarium::api {

class TimeZone {
public:
    // A stretch of time in which the clocks of the zone were not changed. Moments are seconds since 1970, UTC.
    struct Span {
        Seconds begin; // the first second in it
        Seconds end; // the first one after it
        Seconds offset; // what the wall clock is ahead of UTC
        std::string_view abbreviation; // "CEST"
        bool daylight;

        bool contains(Seconds moment) const noexcept { return moment >= begin && moment < end; }
    };

    static const TimeZone& utc() noexcept;
    // `bytes` is a TZif file. Refused, as Go refuses it: malformed time zone information
    static Parsed<std::unique_ptr<const TimeZone>> fromTzif(std::string name, std::string_view bytes);

    const std::string& name() const noexcept { return m_name; }

    Span spanAt(Seconds moment) const noexcept;

    Seconds offsetAt(Time moment) const noexcept
    {
        return spanAt(std::chrono::floor<Seconds>(moment.sinceEpoch())).offset;
    }

    // The moment at which a wall clock shows `local`, in seconds since 1970-01-01 00:00 on that clock. As Go's
    // time.Date: an hour that the clocks skip or show twice is read by one of the two offsets around it.
    Seconds momentOf(Seconds local) const noexcept;

    // RFC 3339 with the zone's offset: 2026-03-29T03:00:00+02:00
    std::string text(Time moment) const;

private:
    struct LocalTime {
        std::int32_t offset = 0; // seconds
        bool daylight = false;
        std::string abbreviation;
    };

    struct Transition {
        std::int64_t when = 0;
        std::uint8_t type = 0; // of the time from then on
    };

    // When summer or winter time begins, each year: the POSIX notation in the last line of a file.
    struct YearlyRule {
        enum class Day : std::uint8_t { JulianWithoutLeapDay, OfYear, WeekdayOfMonth };
        Day kind = Day::OfYear;
        int day = 0; // of the year, or of the week
        int week = 0; // of the month; 5 is the last one
        int month = 0;
        std::int64_t time = 0; // after midnight; may lie days away
        std::int64_t secondOfYear(std::int64_t year, std::int64_t offset) const noexcept;
    };

    struct Forever {
        LocalTime standard;
        LocalTime daylight;
        YearlyRule toDaylight;
        YearlyRule toStandard;
        bool changes = false; // or standard time all year round
    };
    class TzifReader;
    class ForeverReader;

    TimeZone() = default;
    const LocalTime& first() const noexcept;
    Span foreverAt(std::int64_t moment, std::int64_t lastTransition) const noexcept;

    std::string m_name;
    std::vector<LocalTime> m_types;
    std::vector<Transition> m_transitions; // in the order of time
    bool m_hasForever = false;
    Forever m_forever;
};

class TimeZoneDatabase {
public:
    // The folders that Go looks into on a Unix system; the first that has the file wins.
    static TimeZoneDatabase& system();

    explicit TimeZoneDatabase(std::vector<std::filesystem::path> folders) : m_folders(std::move(folders)) { }

    // As Go's LoadLocation, except for "Local", which means nothing in a simulated cluster. "" is UTC.
    //   time: invalid location name        absolute, or with a ..
    //   unknown time zone Europe/Bärlin    no such file; names are case sensitive
    //   is a directory                     Europe; and what else the system has to say of that file
    Parsed<const TimeZone*> load(std::string_view name);

    // Whether there is any folder of zones on this machine.
    bool isPresent() const;

private:
    std::vector<std::filesystem::path> m_folders;
    std::mutex m_mutex; // guards the map; the zones themselves never change
    std::map<std::string, std::unique_ptr<const TimeZone>, std::less<>>
        m_zones; // only those that exist, so it is bounded
};

// What the API server accepts as the spelling of a zone before it looks for it: parts of 1 to 14 letters, digits and
// . - _ + between slashes, none of them . or .. or with a leading -.
bool isTimeZoneName(std::string_view name) noexcept;

} // namespace kubarium::api
