// How virtual time follows the wall clock. The engine itself never looks at one: whoever drives the lab does.
#pragma once

#include "api/status.h"
#include "api/time.h"

#include <string_view>

namespace kubarium::lab {

struct Clock {
    enum class Mode : std::uint8_t { Realtime, Manual, Fixed };
    Mode mode = Mode::Manual;
    double speed = 1.0; // of Fixed: times the wall clock; 0 is as fast as it can
    bool paused = false;

    // Nothing moves it but being told to.
    bool standsStill() const { return paused || mode == Mode::Manual; }

    friend bool operator==(const Clock&, const Clock&) = default;
};

// "30", "0.25": the seconds of an advance. Refused with 400 when missing, negative, no number, or more than a year.
api::Result<api::Microseconds> parsedSpan(std::string_view seconds);

struct ShownBranch {
    std::string name;
    std::string parent; // empty for the first one
    api::Time begin;
    api::Time head;
};

// What the clock shows at a moment.
struct ClockReading {
    api::Time now;
    api::Time epoch;
    std::uint64_t events = 0;
    std::string branch; // its name
    std::vector<ShownBranch> branches; // by number
    std::optional<std::pair<api::Time, std::string>> next;
};

// "main", "branch-2": how a branch is called that nobody has given a name.
std::string branchName(std::uint64_t branch);

} // namespace kubarium::lab
