// Everything the API server remembers: what must be copied to copy a cluster. It has no memory of its own beside it.
#pragma once

#include "dependents.h"

#include "sim/random.h"
#include "store/store.h"

#include <memory>
#include <string>

namespace kubarium::apiserver {

class SessionKeys;

struct State {
    explicit State(std::uint64_t seed) : random(seed) { }

    store::Store store;
    Dependents dependents; // of what the store holds; brought up to date when components are told of a write
    api::Time now; // the virtual clock
    sim::Random random;
    std::shared_ptr<const SessionKeys> keys; // tokens and certificates are signed with them; null: none are
    std::string clusterCa; // the certificate (PEM) by which pods know the server; empty: the cluster has none
};

} // namespace kubarium::apiserver
