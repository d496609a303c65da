// The kubelets of all nodes, as far as a cluster needs them while no containers run: each acts as system:node:NAME.
//
//   Node is there   it joins: labels, addresses, what it can hold, conditions, a Lease; then it renews the Lease every ten
//                   seconds and reports the Node whenever something is not as it should be, every five minutes at least
//   pod is bound    an address out of the node's podCIDR, ContainerCreating → every container runs, Ready
//   pod is deleted  its containers stop, what became of them is reported, and the pod is gone
//
// Containers only look as if they ran: commands, probes and restarts mean nothing to them, init containers have ended
// well. Images are pulled once and then lie on the node, in its status.
//
// A kubelet whose Node is gone does nothing. What it is refused it tries again every ten seconds, for as long as that may
// take: whoever cuts it off from the server sees pods and node as they were.
#pragma once

#include "apiserver/component.h"

namespace kubarium::node {

class KubeletStandIn final : public apiserver::Component {
public:
    std::string_view name() const override { return "kubelet"; }

    void start(apiserver::Runtime&) const override { }

    bool watches(const api::Kind& kind) const override;
    void notice(apiserver::Runtime& runtime, const store::Change& change) const override;
    void handle(apiserver::Runtime& runtime, const sim::Event& event) const override;
    std::string describe(const sim::Event& event) const override;
};

} // namespace kubarium::node
