// What kubelets may: each for its own node and for what its pods use, and nothing of other nodes' pods.
//
// Secrets, ConfigMaps, claims, volumes and service accounts only if a pod on the node uses them; its own Node, Lease and
// CSINode; lists of pods only by spec.nodeName; everything else by the rules of the ClusterRole system:node. What a kubelet
// writes into its objects is another matter (noderestriction.h).
#pragma once

#include "../authorization.h"

namespace kubarium::apiserver {

std::unique_ptr<Authorizer> nodeAuthorizer();

} // namespace kubarium::apiserver
