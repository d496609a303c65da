// Everything the API server remembers: what must be copied to copy a cluster. It has no memory of its own beside it.
#pragma once

#include "sim/random.h"
#include "store/store.h"

namespace kubarium::apiserver {

struct State {
    explicit State(std::uint64_t seed) : random(seed) {}

    store::Store store;
    api::Time now; // the virtual clock
    sim::Random random;
};

} // namespace kubarium::apiserver
