// Who stands behind a Service, who does not, and why: what one asks when a Service does not answer.
//
//   web-1   ready          10.244.1.7, http 8080
//   web-2   not ready      Ready is False: ContainersNotReady, since 12:03:04
//   web-3   no address     Pending: it is bound to no node
//   web-4   terminating    since 12:03:01
//   old-1   not selected   has tier=back where the selector says tier=front
#pragma once

#include "api/object.h"
#include "api/time.h"
#include "store/store.h"

#include <string>
#include <vector>

namespace kubarium::apiserver {
struct State;
}

namespace kubarium::lab {

enum class EndpointStanding : std::uint8_t {
    Ready, // traffic is sent to it
    Serving, // it is being deleted and answers still: for traffic that has nowhere else to go
    Terminating, // it is being deleted and answers no more
    NotReady,
    NoAddress, // it has none yet
    NoNode, // the node that it is bound to is gone
    Finished, // it has run to its end
    NotSelected, // almost: all that the selector says but one label is true of it
};

// Its name as one would say it: "not ready".
std::string_view text(EndpointStanding standing);

// Why an endpoint is not ready: the Ready condition of its pod, in the words of whoever set it.
struct ReadyCondition {
    std::string status; // "False", "Unknown"; empty: the pod has no such condition yet
    std::string reason; // "ContainersNotReady", "ReadinessGatesNotReady"
    std::string message; // "containers with unready status: [web]"
    api::Time since;
};

// The one label that keeps a pod from being selected.
struct LabelMiss {
    std::string key;
    std::string wanted;
    std::string found;
    bool isThere = false; // else the pod has no label of that key
};

struct EndpointPortView {
    std::string name; // of the Service's port
    std::string target; // "http" or "8080"
    std::int32_t number = 0; // in this pod; 0: it has no port of that name
};

struct EndpointView {
    store::Key pod;
    EndpointStanding standing = EndpointStanding::NotReady;
    std::string address;
    std::string node;
    std::vector<EndpointPortView> ports;
    std::string phase; // of the pod
    ReadyCondition ready;
    api::Time deletedAt; // when its deletion was asked for; zero: it was not
    LabelMiss miss;
    bool isPublished = false; // a slice of the Service tells of it now
    bool isPublishedReady = false; // and tells that traffic may come
};

struct ServiceEndpoints {
    bool isFound = false;
    bool hasSelector = false; // without one nobody is selected: somebody else writes the endpoints
    bool publishesAll = false; // publishNotReadyAddresses: who is not ready is sent to, too
    std::vector<EndpointView> pods; // the selected ones, by name
    std::vector<EndpointView> almost; // by name, at most `mostAlmost`
    std::size_t ready = 0;
};

inline constexpr std::size_t mostAlmost = 20;

ServiceEndpoints endpointsOf(const apiserver::State& state, std::string_view namespace_, std::string_view service);

// What keeps traffic from it, or lets it come, in a sentence.
std::string sentence(const EndpointView& endpoint);

} // namespace kubarium::lab
