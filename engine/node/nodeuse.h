// What the pods of a node hold of it: addresses of its range, and images that their containers were made from. Remembered
// from write to write, since who starts a pod cannot look at all others on its node first.
#pragma once

#include "store/store.h"

#include "api/types/core-node.h"
#include "api/types/core-pod.h"

#include <bitset>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace kubarium::node {

class NodeUse {
public:
    // Takes in one write to a pod; all of them, in order.
    void learn(const store::Change& change);

    // The next address behind the one that was given last, round and round; nothing if all are in use.
    std::optional<std::string> nextAddress(const api::Node& node) const;
    // An image that lies on the node: it may not be reported yet.
    bool hasImage(std::string_view node, std::string_view shown) const;

private:
    struct Held {
        std::bitset<256> addresses; // by their last number
        unsigned last = 1; // given; the node itself has the 1
        std::vector<api::Text> images;
    };

    std::unordered_map<std::string, Held> m_nodes; // looked up, never walked
};

} // namespace kubarium::node
