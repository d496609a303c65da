// Several batches of the lab's as one, so that the window is told once a frame and misses nothing.
//
//   changes of a          + changes of b            = both, in order; the state is that of b
//   anything              + b came from a rewind    = b alone: what came before belongs to another world
//   a came from a rewind  + changes of b            = still a rewind, with the state of b
#pragma once

#include "lab/changefeed.h"

namespace kubarium::gui {

void coalesce(lab::Batch& into, const lab::Batch& next);

// A Lease that is renewed: every node does so every ten seconds, and it says no more than that the node is there.
bool isHeartbeat(const store::Change& change);

// What there is to tell of a batch: the changes of the cluster and those of the lab's own objects, which count their
// revisions apart, in the order of time. Heartbeats are left out.
std::vector<store::Change> inOrder(const lab::Batch& batch);

} // namespace kubarium::gui
