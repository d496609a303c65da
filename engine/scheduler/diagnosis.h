// Why no node takes a pod: what each node's first refusal says, counted.
//
//   0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu.
#pragma once

#include "nominatedpods.h"
#include "profile.h"

#include <map>
#include <string>

namespace kubarium::scheduler {

using ReasonCounts = std::map<std::string, std::size_t>;

struct Diagnosis {
    // What rules out all nodes before any is looked at; empty if nothing does. Then nobody looks for victims either.
    std::string beforehand;
    std::vector<Verdict> verdicts; // one a node
    ReasonCounts reasons;
    Refusers refusers = 0;

    std::string message() const;
};

Diagnosis diagnose(const Cycle& cycle, const NominatedPods& nominated);

// Also what preemption says about its nodes.
std::string noNodeIsAvailable(std::size_t nodes, const ReasonCounts& reasons);

} // namespace kubarium::scheduler
