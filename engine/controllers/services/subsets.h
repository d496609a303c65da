// What an Endpoints object says of the pods behind a Service: subsets, each of them every address with every port.
//
//   ports http (8080 in a, 9090 in b) and raw (8081 in both):   [a]:http 8080   [b]:http 9090   [a b]:raw 8081
//
// It is one object, so it is cut off at a thousand addresses; EndpointSlices are not.
#pragma once

#include "podendpoints.h"

#include <span>

namespace kubarium::controllers {

inline constexpr std::size_t mostEndpointAddresses = 1000;

// Of these pods those that are endpoints; who is being deleted is none any more, unless the Service publishes all. What
// was told `before` in the same words is shared.
api::List<api::EndpointSubset> subsetsOf(const api::Service& service, std::span<const api::ObjectPtr> pods,
    const api::List<api::EndpointSubset>& before = {});

std::size_t addressesIn(const api::List<api::EndpointSubset>& subsets);
// Leaves no more than `most` addresses: ready ones first, and of each subset its share. Whether any had to go.
bool truncate(api::List<api::EndpointSubset>& subsets, std::size_t most = mostEndpointAddresses);

} // namespace kubarium::controllers
