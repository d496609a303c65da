// Everything the API server remembers: what must be copied to copy a cluster. It has no memory of its own beside it.
#pragma once

#include "dependents.h"
#include "faileddaemons.h"
#include "memory.h"
#include "podindex.h"
#include "podselectors.h"
#include "services/takennumbers.h"
#include "tainttimes.h"

#include "sim/random.h"
#include "store/store.h"

#include <memory>
#include <string>

namespace kubarium::apiserver {

class SessionKeys;

struct State {
    explicit State(std::uint64_t seed) : random(seed) { }

    // Brings the indexes up to date, when components are told of a write.
    void learn(const store::Change& change)
    {
        dependents.learn(change);
        pods.learn(change);
        failedDaemons.learn(change);
        podSelectors.learn(change);
        taintTimes.learn(change);
        takenNumbers.learn(change);
    }

    store::Store store;
    // What is found without a walk over all that the store holds.
    Dependents dependents;
    PodIndex pods;
    FailedDaemons failedDaemons;
    PodSelectors podSelectors;
    TaintTimes taintTimes;
    TakenNumbers takenNumbers; // of Services
    Memory memory; // of components
    api::Time now; // the virtual clock
    sim::Random random;
    std::shared_ptr<const SessionKeys> keys; // tokens and certificates are signed with them; null: none are
    std::string clusterCa; // the certificate (PEM) by which pods know the server; empty: the cluster has none
};

} // namespace kubarium::apiserver
