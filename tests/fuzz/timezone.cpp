// A time zone file. Whatever is read answers for every moment, and its stretches of time hold together.
#include "api/timezone.h"

#include <cstdint>
#include <cstdlib>

using kubarium::api::Seconds;
using kubarium::api::TimeZone;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto zone = TimeZone::fromTzif("fuzzed", std::string_view(reinterpret_cast<const char*>(data), size));
    if (!zone)
        return 0;
    for (Seconds moment(-5'000'000'000); moment < Seconds(9'000'000'000); moment += Seconds(40'000'003)) {
        const TimeZone::Span span = (*zone)->spanAt(moment);
        if (!span.contains(moment))
            std::abort();
        (*zone)->momentOf(moment);
    }
    return 0;
}
