#include "history.h"

#include "apiserver/resources.h"

#include <algorithm>

namespace kubarium::lab {

namespace {

constexpr std::size_t mostKeyframes = 128;
constexpr std::uint64_t eventsBetweenHashes = 500;

// What a copy costs when nothing of it is shared any more, and how much of it is not: its queue is its own from the first
// event on, of its objects those that have changed since.
constexpr std::size_t bytesOfEvent = 256;
constexpr std::size_t bytesOfObject = 2'048;
constexpr std::size_t bytesOfWorld = 16 * 1024;

void runUntil(Simulation& simulation, std::uint64_t eventsRun, api::Time time)
{
    sim::EventQueue& queue = simulation.world.queue;
    while (simulation.world.eventsRun < eventsRun && !queue.empty() && queue.next().due <= time)
        simulation.runEvent();
    simulation.setNow(time);
}

} // namespace

Keyframe::Keyframe(const Simulation& copied, std::size_t inputsBefore)
    : simulation(copied),
      inputs(inputsBefore),
      weight(bytesOfWorld + copied.world.queue.size() * bytesOfEvent)
{
}

Moment momentOf(const Simulation& simulation)
{
    const World& world = simulation.world;
    return {world.state.now, world.eventsRun, world.inputs, world.state.store.revision()};
}

History::History(std::size_t keyframeEvery, std::size_t keyframeBytes, const Simulation& beginning)
    : m_every(keyframeEvery),
      m_bytes(keyframeBytes),
      m_keyframes{std::make_shared<const Keyframe>(beginning, 0)}
{
}

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

void History::append(const std::vector<InputPtr>& inputs, const std::vector<KeyframePtr>& keyframes)
{
    m_inputs.insert(m_inputs.end(), inputs.begin(), inputs.end());
    m_keyframes.insert(m_keyframes.end(), keyframes.begin(), keyframes.end());
}

std::vector<KeyframePtr> History::keyframesAfter(const Moment& moment) const
{
    std::vector<KeyframePtr> later;
    for (const KeyframePtr& keyframe : m_keyframes) {
        if (isLater(momentOf(keyframe->simulation), moment))
            later.push_back(keyframe);
    }
    return later;
}

void History::watch(const Simulation& simulation)
{
    const Keyframe& last = *m_keyframes.back();
    // A copy takes as long as there are events pending: where many are, it is made so much the more rarely.
    const std::uint64_t every = std::max<std::uint64_t>(m_every, simulation.world.queue.size());
    if (simulation.world.eventsRun + m_inputs.size() < last.simulation.world.eventsRun + last.inputs + every)
        return;
    auto keyframe = std::make_shared<Keyframe>(simulation, m_inputs.size());
    const World& before = last.simulation.world;
    keyframe->weight += (simulation.world.state.store.revision() - before.state.store.revision()) * bytesOfObject;
    m_keyframes.push_back(std::move(keyframe));
    thinOut();
}

void History::thinOut()
{
    std::size_t weight = 0;
    for (const KeyframePtr& keyframe : m_keyframes)
        weight += keyframe->weight;
    if (m_keyframes.size() <= mostKeyframes && (weight <= m_bytes || m_keyframes.size() < 4))
        return;
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
    const auto later = std::partition_point(
        m_keyframes.begin() + 1, m_keyframes.end(), [&](const KeyframePtr& keyframe) { return usable(*keyframe); });
    const Keyframe& from = **std::prev(later);
    Simulation simulation = from.simulation;
    for (std::size_t i = from.inputs; i < m_inputs.size() && !stop(*m_inputs[i]); ++i) {
        const Input& input = *m_inputs[i];
        runUntil(simulation, input.eventsRun, input.time);
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
    runUntil(simulation, input.eventsRun, input.time);
    return simulation;
}

Simulation History::at(const Moment& moment) const
{
    Simulation simulation =
        replay([&](const Keyframe& keyframe) { return !isLater(momentOf(keyframe.simulation), moment); },
            [&](const Input& input) { return input.number > moment.inputs; });
    runUntil(simulation, moment.eventsRun, moment.time);
    return simulation;
}

HistoryHash History::hashAt(const Moment& moment) const
{
    const auto knows = [](const KeyframePtr& keyframe) {
        const World& world = keyframe->simulation.world;
        return world.history.reaches(world.state.store);
    };
    const auto later = std::partition_point(m_keyframes.begin() + 1, m_keyframes.end(),
        [&](const KeyframePtr& keyframe) { return !isLater(momentOf(keyframe->simulation), moment); });
    const auto from = std::find_if(std::reverse_iterator(later), m_keyframes.rend() - 1, knows); // else the beginning
    Simulation simulation = (*from)->simulation;
    HistoryHash& hash = simulation.world.history;
    const auto runTo = [&](std::uint64_t eventsRun, api::Time time) {
        sim::EventQueue& queue = simulation.world.queue;
        while (simulation.world.eventsRun < eventsRun && !queue.empty() && queue.next().due <= time) {
            runUntil(
                simulation, std::min(eventsRun, simulation.world.eventsRun + eventsBetweenHashes), queue.next().due);
            hash.catchUp(simulation.etcd());
            simulation.etcd().forget(hash.revision());
        }
        simulation.setNow(time);
    };
    for (std::size_t i = (*from)->inputs; i < m_inputs.size() && m_inputs[i]->number <= moment.inputs; ++i) {
        const Input& input = *m_inputs[i];
        runTo(input.eventsRun, input.time);
        ++simulation.world.inputs;
        simulation.handle(input.request);
    }
    runTo(moment.eventsRun, moment.time);
    hash.catchUp(simulation.etcd());
    return hash;
}

void History::cut(const Moment& moment)
{
    m_inputs.resize(std::min<std::size_t>(m_inputs.size(), moment.inputs));
    const auto later = std::partition_point(m_keyframes.begin() + 1, m_keyframes.end(),
        [&](const KeyframePtr& keyframe) { return !isLater(momentOf(keyframe->simulation), moment); });
    m_keyframes.erase(later, m_keyframes.end());
}

} // namespace kubarium::lab
