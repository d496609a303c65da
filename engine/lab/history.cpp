#include "history.h"

#include <algorithm>

namespace kubarium::lab {

namespace {

constexpr std::size_t mostKeyframes = 128;

} // namespace

const Input& History::add(const Simulation& simulation, apiserver::Request request)
{
    auto input = std::make_shared<Input>();
    input->number = m_inputs.size() + 1;
    input->time = simulation.world.state.now;
    input->eventsRun = simulation.world.eventsRun;
    input->request = std::move(request);
    input->request.cause = sim::Cause::input(input->number);
    input->request.traced = true;
    m_inputs.push_back(std::move(input));
    return *m_inputs.back();
}

void History::watch(const Simulation& simulation)
{
    const Keyframe& last = m_keyframes.back();
    if (simulation.world.eventsRun + m_inputs.size() < last.simulation.world.eventsRun + last.inputs + m_every)
        return;
    m_keyframes.push_back({simulation, m_inputs.size()});
    if (m_keyframes.size() <= mostKeyframes)
        return;
    // Every second one of the older half goes: the past stays reachable, its older parts by a longer replay.
    std::size_t kept = 1;
    for (std::size_t i = 1; i < m_keyframes.size(); ++i) {
        if (i > m_keyframes.size() / 2 || i % 2 == 0)
            m_keyframes[kept++] = m_keyframes[i];
    }
    m_keyframes.erase(m_keyframes.begin() + static_cast<std::ptrdiff_t>(kept), m_keyframes.end());
}

// From the last usable keyframe on, doing again what came in, up to the input at which to stop.
Simulation History::replay(
    const std::function<bool(const Keyframe&)>& usable, const std::function<bool(const Input&)>& stop) const
{
    const auto later = std::partition_point(m_keyframes.begin(), m_keyframes.end(), usable);
    const Keyframe& from = *std::prev(later); // the first one is the beginning
    Simulation simulation = from.simulation;
    for (std::size_t i = from.inputs; i < m_inputs.size() && !stop(*m_inputs[i]); ++i) {
        const Input& input = *m_inputs[i];
        while (simulation.world.eventsRun < input.eventsRun)
            simulation.runEvent();
        simulation.setNow(input.time);
        ++simulation.world.inputs;
        simulation.handle(input.request);
    }
    return simulation;
}

Simulation History::at(api::Time time) const
{
    Simulation simulation =
        replay([&](const Keyframe& keyframe) { return keyframe.simulation.world.state.now <= time; },
            [&](const Input& input) { return input.time > time; });
    simulation.runDue(time);
    return simulation;
}

Simulation History::before(const Input& input) const
{
    Simulation simulation = replay(
        [&](const Keyframe& keyframe) {
            return keyframe.inputs < input.number && keyframe.simulation.world.eventsRun <= input.eventsRun;
        },
        [&](const Input& next) { return next.number == input.number; });
    while (simulation.world.eventsRun < input.eventsRun)
        simulation.runEvent();
    simulation.setNow(input.time);
    return simulation;
}

void History::cut(const Simulation& present)
{
    const World& world = present.world;
    m_inputs.resize(world.inputs);
    std::erase_if(m_keyframes, [&](const Keyframe& keyframe) {
        return keyframe.inputs > world.inputs || keyframe.simulation.world.state.now > world.state.now
            || keyframe.simulation.world.eventsRun > world.eventsRun;
    });
}

} // namespace kubarium::lab
