// A point on a line of history. Time alone does not name it: several inputs and events may share an instant.
#pragma once

#include "api/time.h"
#include "store/store.h"

namespace kubarium::lab {

struct Moment {
    api::Time time;
    std::uint64_t eventsRun = 0;
    std::uint64_t inputs = 0; // how many had come in
    store::Revision revision = 0; // of etcd; follows from the others

    friend bool operator==(const Moment&, const Moment&) = default;
};

// Of two moments on one line: whether `a` lies behind `b`.
inline bool isLater(const Moment& a, const Moment& b)
{
    return a.time > b.time || a.eventsRun > b.eventsRun || a.inputs > b.inputs;
}

} // namespace kubarium::lab
