// Where no node takes a pod, pods of lower priority may have to go for it: as few and as unimportant ones as possible, and
// if it can be none that a PodDisruptionBudget protects.
//
// On each node that might help all lower pods are thought away; if the pod fits then, as many of them are let back as can be,
// the more important ones first. The node with the least harm wins.
#pragma once

#include "../diagnosis.h"

#include "sim/random.h"

namespace kubarium::scheduler {

struct Preemption {
    NodeIndex node = noNode; // which will take the pod, once the victims are gone
    std::vector<api::ObjectPtr> victims; // the more important ones first
    std::size_t violations = 0; // victims that a budget protects
    // What it says where nothing comes of it: behind "preemption: ".
    std::string message;
    // It has not even looked; the promise of a node that the pod may have stands.
    bool isIneligible = false;
};

struct Preemptor {
    const api::ObjectPtr& pod;
    std::span<const api::ObjectPtr> budgets; // all PodDisruptionBudgets
    api::Time now;
};

// What the pod's condition says of that, behind why no node fits.
std::string withoutPreemption(const Preemption& preemption);

Preemption preempt(const Preemptor& preemptor, Cycle& cycle, NodeColumns& nodes, const Diagnosis& diagnosis,
    const NominatedPods& nominated, sim::RandomStream draw);

} // namespace kubarium::scheduler
