// The other objects that a pod's spec names in its own namespace.
#pragma once

#include "api/types/core-pod.h"

#include <functional>

namespace kubarium::apiserver {

enum class Referenced : std::uint8_t { Secret, ConfigMap, Claim, ClusterTrustBundle };

using ReferenceVisitor = std::function<void(Referenced what, std::string_view name)>;
void visitReferences(const api::Pod& pod, const ReferenceVisitor& visitor);

bool refersTo(const api::Pod& pod, Referenced what, std::string_view name);
bool refersToAny(const api::Pod& pod, Referenced what);

// A mirror pod shows what a kubelet runs by itself; it gives its node no rights.
bool isMirror(const api::Pod& pod);

} // namespace kubarium::apiserver
