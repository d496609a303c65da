// How long a Job waits before it replaces a pod that failed: 10 s after the first failure, and twice as long after each
// further one, up to 10 minutes. A success in between begins anew.
//
//   fails   10 s   fails      20 s      fails            40 s            fails …
#pragma once

#include "api/types/batch.h"
#include "api/types/core-pod.h"

#include <span>

namespace kubarium::controllers {

struct FailuresInARow {
    std::int32_t count = 0;
    api::Time last; // when; nothing if there was none
};

// What came after the last of the successes. Moments at which pods ended.
FailuresInARow failuresInARow(std::span<const api::Time> successes, std::span<const api::Time> failures);

// How much of the wait is still to come; zero or less if none.
api::Microseconds remainingBackOff(const FailuresInARow& failures, api::Time now);

} // namespace kubarium::controllers
