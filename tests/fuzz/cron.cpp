// The first line is a schedule, the second a zone, the third a moment in seconds; what is missing is made up.
#include "api/cron.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using kubarium::api::CronSchedule;
using kubarium::api::Parsed;
using kubarium::api::Seconds;
using kubarium::api::Time;
using kubarium::api::TimeZone;
using kubarium::api::TimeZoneDatabase;

namespace {

void require(bool promise)
{
    if (!promise)
        std::abort();
}

std::string takeLine(std::string_view& rest)
{
    const std::size_t end = rest.find('\n');
    std::string line(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const std::string text = takeLine(rest);
    const Parsed<const TimeZone*> zone = TimeZoneDatabase::system().load(takeLine(rest));
    const TimeZone& here = zone ? **zone : TimeZone::utc();
    // Between the years 1 and 9999, which are the times that the API can write.
    const long long seconds = std::atoll(takeLine(rest).c_str());
    const Time after = Time::sinceEpoch(Seconds(seconds % 315'537'897'600 - (seconds < 0 ? 0 : 62'135'596'800)));

    const Parsed<CronSchedule> schedule = CronSchedule::parse(text);
    if (!schedule) {
        require(!schedule.error().empty());
        return 0;
    }
    const Time first = schedule->next(after, here);
    require(first.isZero() || first > after);
    require(first.isZero() || first.sinceEpoch() % Seconds(1) == Seconds(0));
    const std::size_t limit = 5;
    const auto listed = schedule->between(after, first, here, limit);
    require(listed.size() == (first.isZero() ? 0 : 1));
    const Parsed<CronSchedule::Due> due = schedule->due(after, after + std::chrono::hours(24 * 400), here);
    require(!due || due->mostRecent.isZero() || due->mostRecent > after);
    return 0;
}
