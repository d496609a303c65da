// All objects of a world: what a lab begins with when its history can no longer be replayed, because a newer engine would
// not make the same of it. It goes on from there; what came before is gone.
#pragma once

#include "api/object.h"
#include "api/time.h"

#include <vector>

namespace kubarium::lab {

struct Head {
    std::vector<api::ObjectPtr> objects; // whole, each with its status and its uid; those of lab.kubarium.dev, too
    api::Time now;
    std::uint64_t branch = 0; // how the first branch is called
};

} // namespace kubarium::lab
