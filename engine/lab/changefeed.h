// What the world tells those who look at it: after each committed step one batch with everything that changed.
//
// Slots run in the lab's thread, after the commit and outside every lock. A slot does one small thing: it puts a key on a
// queue or marks a view dirty; it never writes to the lab.
#pragma once

#include "clock.h"

#include "store/store.h"

#include <boost/signals2/signal.hpp>

#include <memory>
#include <vector>

namespace kubarium::lab {

struct Batch {
    store::Snapshot snapshot; // after the batch
    std::vector<store::Change> changes; // in order, each once
    store::Snapshot labSnapshot; // the same of lab.kubarium.dev's own objects
    std::vector<store::Change> labChanges;
    Clock clock; // how time goes on from here
    api::Time now; // the clock; a batch without changes says that only time went on
    std::uint64_t branch = 0;
    bool rewound = false; // the world was exchanged for another: forget everything, look at the snapshot
};

using BatchPtr = std::shared_ptr<const Batch>;

using ChangeFeed = boost::signals2::signal<void(const BatchPtr&)>;

} // namespace kubarium::lab
