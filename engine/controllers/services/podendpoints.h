// What makes a pod an endpoint of a Service, and which news of pods concern Services.
//
//   has an address, has not run to its end   it is an endpoint
//   its Ready condition is True              serving
//   it is being deleted                      terminating
//   serving and not terminating              ready; or always, if the Service publishes addresses that are not
#pragma once

#include "controllers/controller.h"

#include "api/types/core-pod.h"
#include "api/types/core-service.h"

namespace kubarium::controllers {

struct EndpointState {
    bool ready = false;
    bool serving = false;
    bool terminating = false;
};

// Traffic could be sent to it, whether or not it should be.
bool isEndpoint(const api::Pod& pod);
EndpointState endpointState(const api::Pod& pod, const api::Service& service);
// Its first address of a family; null if it has none.
const api::Text* addressOf(const api::Pod& pod, std::string_view family);
// The number that a port of the Service leads to in this pod; 0 if the pod has no port of that name and protocol.
std::int32_t targetPort(const api::Pod& pod, const api::ServicePort& port);
// Pods with a hostname and with the Service as their subdomain have a name of their own in DNS.
bool hasHostname(const api::Pod& pod, const api::Service& service);
bool isHeadless(const api::Service& service);
// Somebody else keeps its endpoints, or nobody does.
bool hasNoSelector(const api::Service& service);

// The Services for which a write to a pod changes anything, by its labels now and before. By far the most writes to pods
// concern none.
void servicesOfPod(const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys);

// It is too late for what is refused because its namespace ends.
bool isNamespaceEnding(const api::Status& status);

} // namespace kubarium::controllers
