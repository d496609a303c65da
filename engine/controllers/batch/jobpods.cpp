#include "jobpods.h"

#include "../pods/podstate.h"

#include "api/goformat.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace kubarium::controllers {

namespace {

constexpr std::string_view ourselves = "kubernetes.io/job-controller";

std::int32_t countAt(const api::Pod& pod, std::string_view key)
{
    const api::Text* const text = pod.metadata.annotations.find(key);
    const std::optional<std::int64_t> count = text ? api::goInteger(*text) : std::nullopt;
    return count && *count > 0 ? static_cast<std::int32_t>(std::min<std::int64_t>(*count, INT32_MAX)) : 0;
}

std::optional<api::Time> endOfContainers(const api::Pod& pod)
{
    std::optional<api::Time> end;
    for (const api::ContainerStatus& container : pod.status->containerStatuses) {
        if (!container.state.terminated)
            return std::nullopt;
        const api::Time at = container.state.terminated->finishedAt;
        if (at && (!end || *end < at))
            end = at;
    }
    return end;
}

int rankOf(std::string_view phase)
{
    return phase == api::PodPhase::Pending ? 0 : phase == api::PodPhase::Running ? 2 : 1;
}

std::int32_t mostRestarts(const api::List<api::ContainerStatus>& containers)
{
    std::int32_t most = 0;
    for (const api::ContainerStatus& container : containers)
        most = std::max(most, container.restartCount);
    return most;
}

// Smaller is less useful: on no node yet, not begun, not ready, ready or made only lately, restarted often.
auto useOf(const api::Pod& pod)
{
    const bool ready = isReady(pod);
    const api::PodCondition* const condition = conditionOf(pod, "Ready");
    const std::int64_t readySince = ready ? condition->lastTransitionTime.sinceEpoch().count() : 0;
    return std::tuple(!pod.spec->nodeName.empty(), rankOf(pod.status->phase), ready, -readySince,
        -mostRestarts(pod.status->containerStatuses), -mostRestarts(pod.status->initContainerStatuses),
        -pod.metadata.creationTimestamp.sinceEpoch().count());
}

void sortByUse(std::vector<api::ObjectPtr>& pods)
{
    std::ranges::sort(pods, [](const api::ObjectPtr& a, const api::ObjectPtr& b) {
        const auto useOfA = useOf(*a.as<api::Pod>());
        const auto useOfB = useOf(*b.as<api::Pod>());
        return useOfA != useOfB ? useOfA < useOfB : a.meta().name < b.meta().name;
    });
}

// Takes out of `pods` what an Indexed Job has no use for; what is left has each index once.
std::vector<api::ObjectPtr> takeSuperfluous(const api::Job& job, std::vector<api::ObjectPtr>& pods)
{
    std::map<std::int32_t, std::vector<api::ObjectPtr>> byIndex;
    std::vector<api::ObjectPtr> superfluous;
    for (const api::ObjectPtr& pod : pods) {
        if (const auto index = indexWithin(*pod.as<api::Pod>(), job))
            byIndex[*index].push_back(pod);
        else
            superfluous.push_back(pod);
    }
    pods.clear();
    for (auto& [index, same] : byIndex) {
        sortByUse(same);
        pods.push_back(same.back());
        superfluous.insert(superfluous.end(), same.begin(), same.end() - 1);
    }
    return superfluous;
}

} // namespace

const api::Kind& jobKind()
{
    static const api::Kind& kind = *api::findKind("batch", "v1", "Job");
    return kind;
}

bool isIndexed(const api::Job& job)
{
    return job.spec->completionMode == api::CompletionMode::Indexed;
}

bool isSuspended(const api::Job& job)
{
    return job.spec->suspend.valueOr(false);
}

bool hasLimitPerIndex(const api::Job& job)
{
    return isIndexed(job) && job.spec->backoffLimitPerIndex;
}

bool isManagedByOthers(const api::Job& job)
{
    return job.spec->managedBy && job.spec->managedBy != ourselves;
}

bool replacesOnlyFailed(const api::Job& job)
{
    return job.spec->podReplacementPolicy == api::PodReplacementPolicy::Failed;
}

bool isTracked(const api::Pod& pod)
{
    return std::ranges::find(pod.metadata.finalizers, trackingFinalizer, &api::Text::view)
        != pod.metadata.finalizers.end();
}

bool isTerminating(const api::Pod& pod)
{
    return pod.metadata.deletionTimestamp && !isFinished(pod);
}

bool hasFailed(const api::Pod& pod, const api::Job& job)
{
    if (pod.status->phase == api::PodPhase::Failed)
        return true;
    return !replacesOnlyFailed(job) && isTerminating(pod);
}

std::optional<std::int32_t> completionIndex(const api::Pod& pod)
{
    const api::Text* const text = pod.metadata.annotations.find(completionIndexKey);
    const std::optional<std::int64_t> index = text ? api::goInteger(*text) : std::nullopt;
    if (!index || *index < 0 || *index > INT32_MAX)
        return std::nullopt;
    return static_cast<std::int32_t>(*index);
}

std::optional<std::int32_t> indexWithin(const api::Pod& pod, const api::Job& job)
{
    const std::optional<std::int32_t> index = completionIndex(pod);
    return index && *index < job.spec->completions.valueOr(0) ? index : std::nullopt;
}

std::int32_t countedIndexFailures(const api::Pod& pod)
{
    return countAt(pod, indexFailuresKey);
}

std::int32_t allIndexFailures(const api::Pod& pod)
{
    return countedIndexFailures(pod) + countAt(pod, indexIgnoredFailuresKey);
}

api::Time endOf(const api::Pod& pod)
{
    if (const std::optional<api::Time> end = endOfContainers(pod))
        return *end;
    const api::PodCondition* const ready = conditionOf(pod, "Ready");
    if (ready && ready->status == "False" && ready->lastTransitionTime)
        return ready->lastTransitionTime;
    if (pod.metadata.deletionTimestamp) // it says when the pod must be gone; asked for was that so much before
        return pod.metadata.deletionTimestamp - api::Seconds(pod.metadata.deletionGracePeriodSeconds.valueOr(0));
    return pod.metadata.creationTimestamp;
}

std::int32_t restartsOf(const api::Pod& pod)
{
    std::int32_t restarts = 0;
    for (const api::ContainerStatus& container : pod.status->initContainerStatuses)
        restarts += container.restartCount;
    for (const api::ContainerStatus& container : pod.status->containerStatuses)
        restarts += container.restartCount;
    return restarts;
}

std::vector<api::ObjectPtr> podsToRemove(
    const api::Job& job, const std::vector<api::ObjectPtr>& active, std::size_t surplus)
{
    std::vector<api::ObjectPtr> left = active;
    std::vector<api::ObjectPtr> gone;
    if (isIndexed(job))
        gone = takeSuperfluous(job, left);
    if (gone.size() >= surplus)
        return gone;
    sortByUse(left);
    gone.insert(gone.end(), left.begin(), left.begin() + static_cast<std::ptrdiff_t>(surplus - gone.size()));
    return gone;
}

} // namespace kubarium::controllers
