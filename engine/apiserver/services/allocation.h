// A Service gets its cluster IP, its node ports and its port for health checks: those it asks for, if they are free, and
// any free ones where it leaves that open.
//
//   type           cluster IP   node ports
//   ClusterIP      yes          no          headless (clusterIP: None): no address either
//   NodePort       yes          yes
//   LoadBalancer   yes          yes, unless allocateLoadBalancerNodePorts is false
//   ExternalName   no           no
//
// What a Service had before it keeps (api/defaults/service.h has seen to that); what it no longer names is free with the
// write itself (takennumbers.h).
#pragma once

#include "apiserver/state.h"

#include "api/status.h"

namespace kubarium::api {
struct Service;
}

namespace kubarium::apiserver {

struct Allocation {
    const api::Service* old = nullptr; // the stored one; null: it is created
    bool isDryRun = false; // nothing is taken then: what is left open gets numbers that stand for any
};

// The refusal, if there is one.
std::optional<api::Status> allocate(State& state, api::Service& service, const Allocation& allocation);

} // namespace kubarium::apiserver
