// Subresources that are created: a POST to one does something with the object that it belongs to. (Evictions, which end in
// a deletion, go the way of deletions.)
//
//   pods/binding              gives the pod to a node
//   serviceaccounts/token     signs a token, and writes nothing
//
// One file an action, one line in actions.cpp. The pipeline has found the object, decoded the body, filled in its defaults
// and asked admission by then; it stores what the action made of the object.
#pragma once

#include "../request.h"
#include "../state.h"

namespace kubarium::apiserver {

struct Task {
    const State& state;
    const Request& request;
    const api::ObjectPtr& object; // as it is stored
    const api::ObjectPtr& body;
    std::vector<std::string>& warnings;
};

struct Deed {
    api::ObjectPtr object; // what is to be stored in place of the object; null: nothing is
    api::ObjectPtr answer; // null: a bare success
    std::string what; // for the trace, where nothing is stored
};

struct Action {
    std::string_view subresource;
    api::Result<Deed> (*perform)(const Task& task);
};

// Null if the subresource is not one to be created.
const Action* actionNamed(std::string_view subresource);

} // namespace kubarium::apiserver
