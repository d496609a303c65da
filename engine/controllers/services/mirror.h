// What EndpointSlices say of an Endpoints object that somebody wrote by hand: one slice for each of its subsets and
// families of addresses.
#pragma once

#include "slices.h"

#include "api/types/core-service.h"

namespace kubarium::controllers {

inline constexpr std::string_view endpointSliceMirroringController =
    "endpointslicemirroring-controller.k8s.io"; // in the label
inline constexpr std::size_t mostMirroredPerSubset = 1000;

struct Mirrored {
    SlicePlan plan;
    std::size_t invalid = 0; // addresses that are none
    std::size_t skipped = 0; // addresses beyond the thousand of a subset
};

Mirrored mirrored(const apiserver::State& state, const api::ObjectPtr& endpoints);

} // namespace kubarium::controllers
