// One pod's turn: a node is chosen and the pod bound to it, or it is said why there is none.
#pragma once

#include "queue.h"
#include "view.h"

#include "apiserver/client.h"

namespace kubarium::scheduler {

struct Attempt {
    enum class End : std::uint8_t {
        Bound,
        Refused, // by every node
        Failed, // a request was refused
        Gone, // there is nothing more to do about the pod
    };

    End end = End::Gone;
    Refusers refusers = 0; // all of them where there is no node at all
};

// `tries`: how often it was refused before.
Attempt schedule(apiserver::Client& client, View& view, const api::ObjectPtr& pod, std::uint32_t tries);

// From where chance comes for a try.
sim::RandomStream drawFor(const sim::Random& random, const api::ObjectMeta& pod, std::uint32_t tries);

Finder finderIn(const store::Store& store);

} // namespace kubarium::scheduler
