// Why is this pod here, why not there, why is it pending? What the scheduler decided about a pod and when, and each decision
// in full: worked out again from the state in which it was made.
#pragma once

#include "lab.h"

#include "scheduler/decision.h"

namespace kubarium::lab {

using scheduler::Decision;
using scheduler::NodeVerdict;
using scheduler::PluginScore;

// A turn of a pod, as the log of the store tells of it.
struct PastDecision {
    enum class End : std::uint8_t { Bound, Refused };

    End end = End::Refused;
    store::Revision before = 0; // the state in which it was decided
    store::Revision written = 0; // the Binding, or the Event that says why not
    api::Time time;
    api::Text node; // where it was bound to
    std::string message; // what people were told
};

// In order, as far back as the log of the store reaches.
std::vector<PastDecision> decisionsAbout(const Lab& lab, std::string_view namespace_, std::string_view pod);

// What was decided then, in full; nothing if that state can no longer be reached.
std::optional<Decision> decisionOf(
    const Lab& lab, const PastDecision& past, std::string_view namespace_, std::string_view pod);
// What would be decided in this very moment, if the pod had no node yet; nothing if there is no such pod.
std::optional<Decision> decisionNow(const Lab& lab, std::string_view namespace_, std::string_view pod);

// One pod that had to go for another.
struct PastPreemption {
    store::Revision written = 0; // the Event
    api::Time time;
    api::ObjectReference victim;
    api::ObjectReference preemptor;
    std::string message;
};

// Everybody who had to go for a pod, and for whom it had to go itself; in order, as far back as the log reaches.
std::vector<PastPreemption> preemptionsBy(const Lab& lab, std::string_view namespace_, std::string_view pod);
std::vector<PastPreemption> preemptionsOf(const Lab& lab, std::string_view namespace_, std::string_view pod);

} // namespace kubarium::lab
