// Where a load balancer can be reached.
#pragma once

#include "words.h"

#include <set>

namespace kubarium::apiserver::table {

// Addresses and host names in order, each once: "192.0.2.7,lb.example". Empty if there is none yet.
template <class Ingresses> std::string loadBalancerText(const Ingresses& ingresses)
{
    std::set<std::string_view> places;
    for (const auto& ingress : ingresses) {
        if (const std::string_view place = textOr(ingress.ip, ingress.hostname); !place.empty())
            places.insert(place);
    }
    return joined(places, ",");
}

} // namespace kubarium::apiserver::table
