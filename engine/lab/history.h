// What a lab remembers of its own past: every input, and a copy of the world now and then. Together they bring back any
// moment: the nearest copy before it, and then the same inputs at the same places between the same events.
#pragma once

#include "input.h"
#include "simulation.h"

#include <functional>
#include <memory>
#include <vector>

namespace kubarium::lab {

class History {
public:
    explicit History(std::size_t keyframeEvery) : m_every(keyframeEvery) { }

    // Counts an input in, with the moment it came.
    const Input& add(const Simulation& simulation, apiserver::Request request);

    const std::vector<std::shared_ptr<const Input>>& inputs() const { return m_inputs; }

    // To be called after each live step; keeps a copy of the world when enough has happened since the last one.
    void watch(const Simulation& simulation);

    void begin(const Simulation& simulation) { m_keyframes.push_back({simulation, 0}); }

    // The world as it was at a time, after everything that happened at that instant; or just before an input.
    Simulation at(api::Time time) const;
    Simulation before(const Input& input) const;
    // Forgets all that lies behind a moment of this past; `present` is the world at that moment.
    void cut(const Simulation& present);

private:
    struct Keyframe {
        Simulation simulation;
        std::size_t inputs; // how many had come in
    };

    Simulation replay(
        const std::function<bool(const Keyframe&)>& usable, const std::function<bool(const Input&)>& stop) const;

    std::size_t m_every;
    std::vector<std::shared_ptr<const Input>> m_inputs;
    std::vector<Keyframe> m_keyframes;
};

} // namespace kubarium::lab
