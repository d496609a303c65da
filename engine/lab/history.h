// What a lab remembers of the line it is on: every input, and a copy of the world now and then. Together they bring back
// any moment: the nearest copy before it, and then the same inputs at the same places between the same events.
//
// Copies of the world (keyframes) are shared between the lines that have them in common, and there are never more than a
// bound of memory allows: when there are too many, every second one of the older half goes. The past stays reachable, its
// older parts by a longer replay.
#pragma once

#include "input.h"
#include "moment.h"
#include "simulation.h"

#include <functional>
#include <memory>
#include <vector>

namespace kubarium::lab {

struct Keyframe {
    Keyframe(const Simulation& copied, std::size_t inputsBefore);

    Simulation simulation;
    std::size_t inputs; // how many had come in
    std::size_t weight; // bytes that this copy keeps alive, roughly
};

using KeyframePtr = std::shared_ptr<const Keyframe>;

Moment momentOf(const Simulation& simulation);

class History {
public:
    History(std::size_t keyframeEvery, std::size_t keyframeBytes, const Simulation& beginning);

    // Counts an input in, with the moment it came.
    const Input& add(const Simulation& simulation, apiserver::Request request);
    // Inputs and keyframes that lie behind the last ones.
    void append(const std::vector<InputPtr>& inputs, const std::vector<KeyframePtr>& keyframes);

    const std::vector<InputPtr>& inputs() const { return m_inputs; }

    std::vector<KeyframePtr> keyframesAfter(const Moment& moment) const;

    api::Time beginning() const { return m_keyframes.front()->simulation.world.state.now; }

    // To be called after each live step; keeps a copy of the world when enough has happened since the last one.
    void watch(const Simulation& simulation);

    // The world as it was at a time, after everything that happened at that instant, not before the beginning; or just
    // before an input; or at a moment.
    Simulation at(api::Time time) const;
    Simulation before(const Input& input) const;
    Simulation at(const Moment& moment) const;
    // The history hash at a moment of this past: it is done again from where the hash was known last.
    HistoryHash hashAt(const Moment& moment) const;
    // Forgets all that lies behind a moment of this past.
    void cut(const Moment& moment);

private:
    Simulation replay(
        const std::function<bool(const Keyframe&)>& usable, const std::function<bool(const Input&)>& stop) const;
    void thinOut();

    std::size_t m_every;
    std::size_t m_bytes;
    std::vector<InputPtr> m_inputs;
    std::vector<KeyframePtr> m_keyframes; // the first one is the beginning
};

} // namespace kubarium::lab
