// A decision as data, for whoever asks why: for each node which plugin refused it, in the scheduler's words and in plain ones;
// of the others what each plugin gave, raw and brought to 0 … 100; what followed from it.
//
// It is worked out from a state of the cluster, now or at any revision, with the plugins that decided then.
#pragma once

#include "plugins/defaultpreemption.h"

#include "store/store.h"

#include <optional>

namespace kubarium::scheduler {

struct PluginScore {
    std::string_view plugin;
    std::int32_t weight = 0;
    std::int32_t raw = 0;
    std::int32_t normalised = 0; // 0 … 100; times the weight it counts
    bool applies = false; // false: it ranks no nodes for this pod
};

struct NodeVerdict {
    api::Text node;
    bool fits = false;
    // Of one that does not fit: who refused it first.
    std::string_view plugin;
    std::vector<std::string> reasons; // as the scheduler says it
    std::string detail; // which fact would have to change
    // Others may go for the pod, but that was of no use here.
    Verdict verdict = Verdict::Fits;
    // Of one that fits.
    std::vector<PluginScore> scores; // in the order of scorers()
    std::int32_t total = 0;
};

struct Decision {
    api::ObjectPtr pod;
    std::vector<NodeVerdict> nodes; // by name
    std::vector<api::Text> best; // those of the highest total, one of which is drawn
    std::string message; // where no node fits: what the pod's condition says
    // And if others have to go for it:
    api::Text preemptsOn;
    std::vector<api::ObjectPtr> victims;
};

// What is decided about a pod in a state of the cluster. `draw`: from where chance comes in the search for victims.
Decision decide(const store::Snapshot& state, const api::ObjectPtr& pod, api::Time now, sim::RandomStream draw);

} // namespace kubarium::scheduler
