// Pods that are promised a node because others were ended for them: whoever comes no sooner than they must leave them their
// room. Real schedulers ask twice, with them and without: neither may be refused.
#pragma once

#include "cycle.h"

#include <map>

namespace kubarium::scheduler {

class NominatedPods {
public:
    // Those that a pod has to mind: of its priority or a higher one, and not itself.
    NominatedPods(const api::ObjectPtr& pod, Cycle& cycle, NodeColumns& nodes);

    std::vector<NodeIndex> nodes() const;

    // While it lives, they stand on a node, and count.
    class Standing {
    public:
        Standing(const NominatedPods& pods, NodeIndex node);
        ~Standing();
        Standing(const Standing&) = delete;
        Standing& operator=(const Standing&) = delete;

    private:
        const NominatedPods& m_pods;
        NodeIndex m_node;
        std::size_t m_standing = 0;
    };

private:
    Cycle& m_cycle;
    NodeColumns& m_nodes;
    std::map<NodeIndex, std::vector<api::ObjectPtr>> m_byNode;
};

} // namespace kubarium::scheduler
