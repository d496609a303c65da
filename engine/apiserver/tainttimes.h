// Since when nodes have the NoExecute taints that do not say so themselves: people who taint a node write no time, but the
// pods there tolerate it only for so long.
//
// Empty while there are none, so that a copy of the State costs nothing.
#pragma once

#include "store/store.h"

#include "api/types/core-node.h"

#include <map>
#include <string>
#include <vector>

namespace kubarium::apiserver {

class TaintTimes {
public:
    // Takes in one write; all of them, in order.
    void learn(const store::Change& change);

    // The NoExecute taints of a node, each with its time.
    api::List<api::Taint> of(const api::Node& node) const;

private:
    std::map<std::string, std::vector<api::Taint>, std::less<>> m_noticed; // by the name of their node
};

} // namespace kubarium::apiserver
