#include "podrow.h"

#include "words.h"

#include "api/duration.h"

#include <algorithm>

namespace kubarium::apiserver::table {

namespace {

// Why a container ended, or how if nobody says why.
std::string endOf(const api::ContainerStateTerminated& end)
{
    if (!end.reason.empty())
        return end.reason.str();
    return end.signal != 0 ? "Signal:" + std::to_string(end.signal) : "ExitCode:" + std::to_string(end.exitCode);
}

// An init container that is to keep running beside the others.
bool isSidecar(const api::Container& container)
{
    return container.restartPolicy == api::ContainerRestartPolicy::Always;
}

const api::Container* initContainerNamed(const api::PodSpec& spec, std::string_view name)
{
    const auto found = std::find_if(spec.initContainers.begin(), spec.initContainers.end(),
        [&](const api::Container& c) { return c.name == name; });
    return found == spec.initContainers.end() ? nullptr : found;
}

} // namespace

void PodRow::Restarts::add(const api::ContainerStatus& container)
{
    count += container.restartCount;
    if (container.lastState.terminated)
        last = std::max(last, container.lastState.terminated->finishedAt);
}

PodRow::PodRow(const api::Pod& pod)
{
    const api::PodStatus& status = *pod.status;
    m_containers = pod.spec->containers.size();
    for (const api::Container& container : pod.spec->initContainers)
        m_containers += isSidecar(container) ? 1 : 0;

    // From what is true of the pod as a whole to what is true of its containers: the last word counts.
    m_status = textOr(status.reason, status.phase);
    for (const api::PodCondition& condition : status.conditions) {
        if (condition.type == api::PodConditionType::PodScheduled && condition.reason == "SchedulingGated")
            m_status = "SchedulingGated";
    }
    // A container may be restarted in place after the pod was initialized once: then the others tell more.
    if (!readInitContainers(pod) || isTrue(status.conditions, api::PodConditionType::Initialized))
        readContainers(pod);

    if (pod.metadata.deletionTimestamp) {
        if (status.reason == "NodeLost")
            m_status = "Unknown"; // nobody can tell whether it still runs
        else if (!(status.phase == api::PodPhase::Succeeded) && !(status.phase == api::PodPhase::Failed))
            m_status = "Terminating";
    }
}

// Whether one of them holds the pod up.
bool PodRow::readInitContainers(const api::Pod& pod)
{
    const auto& states = pod.status->initContainerStatuses;
    for (std::size_t i = 0; i < states.size(); ++i) {
        const api::ContainerStatus& container = states[i];
        const api::Container* const spec = initContainerNamed(*pod.spec, container.name);
        const bool sidecar = spec && isSidecar(*spec);
        m_restarts.add(container);
        if (sidecar)
            m_sidecarRestarts.add(container);

        const auto& end = container.state.terminated;
        if (end && end->exitCode == 0)
            continue;
        if (sidecar && container.started.valueOr(false)) {
            m_ready += container.ready ? 1 : 0;
            continue;
        }
        const api::Text& waits = container.state.waiting->reason;
        if (end)
            m_status = "Init:" + endOf(*end);
        else if (!waits.empty() && !(waits == "PodInitializing"))
            m_status = "Init:" + waits.str();
        else
            m_status = "Init:" + std::to_string(i) + '/' + std::to_string(pod.spec->initContainers.size());
        return true;
    }
    return false;
}

void PodRow::readContainers(const api::Pod& pod)
{
    m_restarts = m_sidecarRestarts; // what the init containers did is forgotten
    bool told = false; // the first container that has something to say is heard
    bool running = false;
    for (const api::ContainerStatus& container : pod.status->containerStatuses) {
        m_restarts.add(container);
        const api::ContainerState& state = container.state;
        if (const bool waits = !state.waiting->reason.empty(); waits || state.terminated) {
            if (!told)
                m_status = waits ? state.waiting->reason.str() : endOf(*state.terminated);
            told = true;
        } else if (container.ready && state.running) {
            running = true;
            ++m_ready;
        }
    }
    if (running && m_status == "Completed")
        m_status = isTrue(pod.status->conditions, api::PodConditionType::Ready) ? "Running" : "NotReady";
}

std::string PodRow::restarts(api::Time now) const
{
    const std::string count = std::to_string(m_restarts.count);
    return m_restarts.count == 0 || !m_restarts.last ? count : count + " (" + api::age(m_restarts.last, now) + " ago)";
}

} // namespace kubarium::apiserver::table
