// How virtual time follows the wall clock. The engine itself never looks at one: whoever drives the lab does.
#pragma once

#include "api/time.h"

namespace kubarium::lab {

struct Clock {
    enum class Mode : std::uint8_t { Realtime, Manual, Fixed };
    Mode mode = Mode::Manual;
    double speed = 1.0; // of Fixed: times the wall clock; 0 is as fast as it can
    bool paused = false;
};

} // namespace kubarium::lab
