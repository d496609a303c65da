// Everything in the cluster that acts by itself.
#pragma once

#include "apiserver/component.h"

#include <span>
#include <vector>

namespace kubarium::lab {

// In the order of their numbers. Events carry the number, so a new component is added at the end.
std::span<const apiserver::Component* const> components();

// Who wants to hear of writes to a resource.
std::span<const sim::ComponentId> watchersOf(store::ResourceId resource);

} // namespace kubarium::lab
