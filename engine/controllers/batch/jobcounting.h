// The arithmetic of a Job: how many pods it wants to have at work.
//
//   completions 5, parallelism 2     2 at a time, and towards the end no more than successes are missing
//   no completions, parallelism 3    a work queue: 3, until the first success; who still works then may finish
#pragma once

#include "api/types/batch.h"

namespace kubarium::controllers {

struct JobCounts {
    std::int32_t active = 0;
    std::int32_t terminating = 0;
    std::int32_t succeeded = 0;
    std::int32_t failed = 0;
    std::int32_t restarts = 0; // of the containers of pods that are not at their end
};

std::int32_t wantedPods(const api::JobSpec& spec, const JobCounts& counts);
std::int32_t surplusPods(const api::JobSpec& spec, const JobCounts& counts);
// A Job that replaces only what has failed waits for what still terminates.
std::int32_t missingPods(const api::JobSpec& spec, const JobCounts& counts);

// All that was asked for has succeeded, and nobody works any more.
bool isEnough(const api::JobSpec& spec, const JobCounts& counts);
// More failures than backoffLimit; where containers are started again in place, as many restarts as that.
bool exceedsBackoffLimit(const api::JobSpec& spec, const JobCounts& counts);

} // namespace kubarium::controllers
