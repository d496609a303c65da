// The World: everything that changes, as one value. A copy is a fork; it shares what neither of the two has touched.
//
// What is not here does not matter to the simulation: no component keeps memory of its own, and whoever wants to
// remember something puts it here.
#pragma once

#include "historyhash.h"

#include "apiserver/state.h"
#include "sim/eventqueue.h"

namespace kubarium::lab {

struct World {
    World(std::uint64_t seed, api::Time epoch);

    apiserver::State state; // etcd and the clock
    apiserver::State labState; // what etcd does not hold: objects of lab.kubarium.dev, with revisions of their own
    sim::EventQueue queue; // what is going to happen
    store::Revision noticed = 0; // components have been told of all writes up to here
    std::uint64_t eventsRun = 0;
    std::uint64_t inputs = 0; // how many came from outside
    api::Time epoch;
    HistoryHash history; // of all writes up to a revision
};

} // namespace kubarium::lab
