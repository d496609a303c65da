// What a Service gets without asking, and how the fields that belong together are kept together.
//
// The server handles a write of a Service in this order:
//
//   setDefaults             what the manifest leaves open
//   settleAllocated         what was given out before is kept; clusterIPs follows clusterIP
//   (the allocators)        addresses, node ports, IP families
//   dropUnused              an update to another type lets go of what only the old type needs
//   validate
#pragma once

#include "defaults.h"

namespace kubarium::api {

struct Service;

void setDefaults(Service& service);

// `old` is null when the service is created. So the manifest that a service was made from can be sent again although
// it names no address and no node port.
void settleAllocated(Service& now, const Service* old);

// Only what the user did not change at the same time: a change of a field that no longer applies is refused instead.
void dropUnused(Service& now, const Service& old);

// Reachable from outside the cluster: on node ports, a load balancer or external addresses.
bool isExternallyAccessible(const Service& service);
// The load balancer asks each node whether it has pods of this service.
bool needsHealthCheckPort(const Service& service);
bool needsNodePorts(const Service& service);

} // namespace kubarium::api
