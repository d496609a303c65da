#include "world.h"

namespace kubarium::lab {

World::World(std::uint64_t seed, api::Time start) : state(seed), epoch(start) { state.now = start; }

} // namespace kubarium::lab
