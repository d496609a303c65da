// Why something happens: what a user did, a write that somebody saw, or a timer that such a write had armed.
//
// Causes are set by the queue and by the pipeline, never by hand: a reconcile carries the newest change that queued its
// key, and every write carries the cause of whoever made it. Walking them back ends at an input.
#pragma once

#include <cstdint>

namespace kubarium::sim {

struct Cause {
    enum class Kind : std::uint8_t { None, Input, Revision, Timer };
    Kind kind = Kind::None;
    std::uint64_t number = 0; // of the input, or the revision that was written or that armed the timer

    static constexpr Cause input(std::uint64_t number) { return {Kind::Input, number}; }

    static constexpr Cause revision(std::uint64_t revision) { return {Kind::Revision, revision}; }

    static constexpr Cause timer(std::uint64_t armedBy) { return {Kind::Timer, armedBy}; }

    friend constexpr bool operator==(Cause, Cause) = default;
};

} // namespace kubarium::sim
