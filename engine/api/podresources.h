// What a pod needs as a whole, summed up from its containers.
//
// Ordinary containers and sidecars run together, so theirs are added. Init containers run before them, one after the
// other, each beside the sidecars started so far: whichever moment needs most counts.
#pragma once

#include "shared.h"

#include "quantity.h"

namespace kubarium::api {

struct Container;
struct PodSpec;

Map<Quantity> containersRequests(const PodSpec& pod);
Map<Quantity> containersLimits(const PodSpec& pod);

// An init container that goes on running beside the others.
bool isSidecar(const Container& initContainer);

// What spec.resources may speak of.
bool isPodLevelResource(std::string_view name);

} // namespace kubarium::api
