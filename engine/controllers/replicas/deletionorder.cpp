#include "deletionorder.h"

#include "../pods/podstate.h"

#include "api/podresources.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <compare>
#include <unordered_map>

namespace kubarium::controllers {

namespace {

using Neighbours = std::unordered_map<api::Text, int>;

// Times of the API count whole seconds.
std::int64_t secondsOf(api::Time time)
{
    return std::chrono::floor<std::chrono::seconds>(time.sinceEpoch()).count();
}

// How often an age doubles until it is reached; younger is less, and what has no time at all comes before everything.
int ageClass(api::Time from, api::Time now)
{
    if (!from)
        return -2;
    const api::Microseconds age = now - api::Time::sinceEpoch(std::chrono::seconds(secondsOf(from)));
    if (age.count() <= 0)
        return -1;
    return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(age.count()) * 1'000)) - 1; // of nanoseconds
}

int phaseRank(std::string_view phase)
{
    return phase == "Running" ? 2 : phase == "Unknown" ? 1 : 0;
}

std::int32_t mostRestarts(const api::List<api::ContainerStatus>& statuses)
{
    std::int32_t most = 0;
    for (const api::ContainerStatus& status : statuses)
        most = std::max(most, status.restartCount);
    return most;
}

std::int32_t mostSidecarRestarts(const api::Pod& pod)
{
    std::int32_t most = 0;
    for (const api::Container& container : pod.spec->initContainers) {
        if (!api::isSidecar(container))
            continue;
        for (const api::ContainerStatus& status : pod.status->initContainerStatuses) {
            if (status.name == container.name)
                most = std::max(most, status.restartCount);
        }
    }
    return most;
}

// The rules above, in their order; less goes first.
struct Worth {
    Worth(const api::Pod& pod, const Neighbours& neighbours, api::Time now)
        : isScheduled(!pod.spec->nodeName.empty()),
          phase(phaseRank(pod.status->phase)),
          isReady(controllers::isReady(pod)),
          cost(deletionCost(pod.metadata.annotations)),
          readyAge(isReady ? ageClass(conditionOf(pod, "Ready")->lastTransitionTime, now) : 0),
          fewerRestarts(-mostRestarts(pod.status->containerStatuses)),
          fewerSidecarRestarts(-mostSidecarRestarts(pod)),
          age(ageClass(pod.metadata.creationTimestamp, now)),
          uid(pod.metadata.uid.view())
    {
        if (const auto found = neighbours.find(pod.spec->nodeName); found != neighbours.end())
            fewerNeighbours = -found->second;
    }

    bool isScheduled;
    int phase;
    bool isReady;
    std::int32_t cost;
    int fewerNeighbours = 0;
    int readyAge;
    std::int32_t fewerRestarts;
    std::int32_t fewerSidecarRestarts;
    int age;
    std::string_view uid;

    friend auto operator<=>(const Worth&, const Worth&) = default;
};

struct Candidate {
    Worth worth;
    std::size_t index;
};

} // namespace

std::int32_t deletionCost(const api::Map<api::Text>& annotations)
{
    const api::Text* const said = annotations.find(deletionCostAnnotation);
    if (!said || said->empty())
        return 0;
    const std::string_view text = said->view();
    const bool beginsWell = text[0] == '-' || text == "0" || (text[0] >= '1' && text[0] <= '9'); // no +10, no 008
    std::int32_t cost = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), cost);
    return beginsWell && error == std::errc() && end == text.data() + text.size() ? cost : 0;
}

std::vector<api::ObjectPtr> leastWanted(
    std::vector<api::ObjectPtr> pods, std::size_t count, std::span<const api::ObjectPtr> related, api::Time now)
{
    if (count >= pods.size())
        return pods; // all of them, so there is nothing to choose
    Neighbours neighbours;
    for (const api::ObjectPtr& object : related) {
        if (const api::Pod& pod = *object.as<api::Pod>(); isActive(pod))
            ++neighbours[pod.spec->nodeName];
    }
    std::vector<Candidate> candidates;
    candidates.reserve(pods.size());
    for (std::size_t i = 0; i < pods.size(); ++i)
        candidates.push_back({Worth(*pods[i].as<api::Pod>(), neighbours, now), i});
    std::ranges::partial_sort(
        candidates, candidates.begin() + static_cast<std::ptrdiff_t>(count), {}, &Candidate::worth);
    std::vector<api::ObjectPtr> chosen;
    chosen.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        chosen.push_back(std::move(pods[candidates[i].index]));
    return chosen;
}

} // namespace kubarium::controllers
