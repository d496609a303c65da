// How many pods there should be: the sum of what the controllers of these pods want, each asked once for its scale. A
// Deployment speaks for its ReplicaSets.
#pragma once

#include "apiserver/state.h"

#include <string>
#include <vector>

namespace kubarium::controllers {

struct ExpectedScale {
    std::int32_t pods = 0;
    bool someUnmanaged = false; // pods that nobody controls are not expected by anybody
    std::string problem; // why it cannot be told
};

ExpectedScale expectedScale(const apiserver::State& state, const std::vector<api::ObjectPtr>& pods);

} // namespace kubarium::controllers
