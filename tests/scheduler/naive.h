// The scheduler once more, as plainly as it can be said: each question is answered by a walk over all nodes and pods. What it
// says is what the fast one must say (test_chooser.cpp).
#pragma once

#include "api/object.h"

#include <functional>
#include <vector>

namespace kubarium::naive {

struct Cluster {
    std::vector<api::ObjectPtr> nodes; // by name
    std::vector<api::ObjectPtr> pods; // with and without nodes
    std::vector<api::ObjectPtr> namespaces;
    std::vector<api::ObjectPtr> services;
};

struct Result {
    std::vector<bool> fits; // one a node
    std::vector<int> totals; // of those that fit
    std::vector<std::size_t> best;
};

Result schedule(const Cluster& cluster, const api::ObjectPtr& pod);

} // namespace kubarium::naive
