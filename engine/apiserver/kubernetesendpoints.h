// Where the Service default/kubernetes leads: the API servers themselves, which write that down for the Endpoints and the
// EndpointSlice of its name.
#pragma once

#include "client.h"

#include <optional>
#include <string>
#include <vector>

namespace kubarium::apiserver {

// The addresses of the control plane's nodes, in their order; of a hosted control plane one that is none of a node's.
// Nothing, while a node of the control plane has not told its address.
std::optional<std::vector<std::string>> serverAddresses(const State& state);
// Whether a write to a Node changes them.
bool changesServerAddresses(const store::Change& change);

// Brings both objects up to date; false if that was refused.
bool ensureKubernetesEndpoints(Client& client);

} // namespace kubarium::apiserver
