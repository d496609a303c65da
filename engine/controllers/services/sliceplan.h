// Which EndpointSlices a Service should have, compared with those that it has.
//
// One slice holds endpoints of one address family with one set of ports: where a named port is another number in some
// pods, those have slices of their own. An endpoint stays in its slice as long as it is one (slicepacking.h).
#pragma once

#include "slices.h"

namespace kubarium::controllers {

inline constexpr std::string_view endpointSliceController = "endpointslice-controller.k8s.io"; // in the label

// What to write; nothing, if all is as it should be.
SlicePlan plannedSlices(const apiserver::State& state, const api::ObjectPtr& service);

} // namespace kubarium::controllers
