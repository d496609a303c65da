#include "podbackoff.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

constexpr api::Seconds shortest{10};
constexpr api::Seconds longest{600};

} // namespace

FailuresInARow failuresInARow(std::span<const api::Time> successes, std::span<const api::Time> failures)
{
    const api::Time lastSuccess = successes.empty() ? api::Time() : *std::ranges::max_element(successes);
    FailuresInARow row;
    for (const api::Time failure : failures) {
        if (failure < lastSuccess)
            continue;
        ++row.count;
        row.last = std::max(row.last, failure);
    }
    return row;
}

api::Microseconds remainingBackOff(const FailuresInARow& failures, api::Time now)
{
    if (failures.count == 0)
        return api::Microseconds(0);
    api::Seconds wait = shortest;
    for (std::int32_t i = 1; i < failures.count && wait < longest; ++i)
        wait *= 2;
    return failures.last + std::min(wait, longest) - now;
}

} // namespace kubarium::controllers
