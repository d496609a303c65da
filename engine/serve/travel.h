// Going back in time, as a client asks for it: POST to what stands below the Clock.
//
//   clocks/lab/rewind?to=2026-01-01T00:05:00Z     to a time; seconds=30: so far back; name=before: what the branch is called
//   clocks/lab/undo                               to just before the last request that could change anything
//   clocks/lab/branch?name=main                   to where a branch was left
//
// The answer is the Clock; every other connection's watches end, since they told of another world.
#pragma once

#include "query.h"

#include "lab/lab.h"

#include "apiserver/request.h"

namespace kubarium::serve {

// What moves the clock: advance and step on the line one is on, the others to another place.
bool isClockMove(const apiserver::Request& request);
bool isTravel(const apiserver::Request& request);

// Does it, or says why not; nothing is done in a dry run.
std::optional<api::Status> travel(lab::Lab& lab, const apiserver::Request& request, const Query& query);

} // namespace kubarium::serve
