// How fast nodes of a zone may be emptied when they are not ready. A few dead machines are emptied one after the other;
// when most of a zone is silent, the network is more likely to blame than the machines, and patience is the better part.
//
//   zone                                              a node every
//   some nodes are not ready                          10 s
//   more than two of them, 55 % of the zone and more  100 s in a zone of more than 50 nodes, never in a smaller one
//   none is ready                                     10 s
//   none is ready in any zone                         never, and whoever is being driven out may stay
#pragma once

#include "api/time.h"
#include "api/types/core-node.h"

#include <optional>
#include <string>

namespace kubarium::controllers {

enum class Disruption : std::uint8_t { None, Partial, Full };

struct Zone {
    int ready = 0;
    int notReady = 0;

    int size() const { return ready + notReady; }
};

// Which zone a node stands in, by its labels: "eu-west:a"; empty if they say nothing.
std::string zoneOf(const api::Node& node);

Disruption disruptionOf(const Zone& zone);

// The time from one node of a zone to the next; nothing: they are left alone.
std::optional<api::Microseconds> timeBetweenEvictions(const Zone& zone);

} // namespace kubarium::controllers
