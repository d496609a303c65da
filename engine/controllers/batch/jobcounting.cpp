#include "jobcounting.h"

#include "api/types/core-pod.h"

#include <algorithm>

namespace kubarium::controllers {

std::int32_t wantedPods(const api::JobSpec& spec, const JobCounts& counts)
{
    const std::int32_t parallelism = spec.parallelism.valueOr(1);
    if (!spec.completions)
        return counts.succeeded > 0 ? counts.active : parallelism;
    return std::clamp(*spec.completions - counts.succeeded, 0, std::max(parallelism, 0));
}

std::int32_t surplusPods(const api::JobSpec& spec, const JobCounts& counts)
{
    if (spec.suspend.valueOr(false))
        return counts.active;
    return std::max(0, counts.active - wantedPods(spec, counts));
}

std::int32_t missingPods(const api::JobSpec& spec, const JobCounts& counts)
{
    if (spec.suspend.valueOr(false))
        return 0;
    const bool waits = spec.podReplacementPolicy == api::PodReplacementPolicy::Failed;
    return std::max(0, wantedPods(spec, counts) - counts.active - (waits ? counts.terminating : 0));
}

bool isEnough(const api::JobSpec& spec, const JobCounts& counts)
{
    return counts.active == 0 && (spec.completions ? counts.succeeded >= *spec.completions : counts.succeeded > 0);
}

bool exceedsBackoffLimit(const api::JobSpec& spec, const JobCounts& counts)
{
    const std::int32_t limit = spec.backoffLimit.valueOr(6);
    if (counts.failed > limit)
        return true;
    const bool restartsInPlace = spec.template_->spec->restartPolicy == api::RestartPolicy::OnFailure;
    return restartsInPlace && counts.restarts >= std::max(limit, 1);
}

} // namespace kubarium::controllers
