#include "world.h"

namespace kubarium::lab {

World::World(std::uint64_t seed, api::Time start) : state(seed), labState(seed), epoch(start)
{
    state.now = start;
    labState.now = start;
}

} // namespace kubarium::lab
