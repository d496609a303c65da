// How a controller makes and removes the pods of what it looks after, and says so in Events beside their owner:
//
//   SuccessfulCreate  Created pod: web-5d8f-2kxw9         FailedCreate  Error creating: pods "web-…" is forbidden: …
//   SuccessfulDelete  Deleted pod: web-5d8f-2kxw9         FailedDelete  Error deleting: …
#pragma once

#include "apiserver/client.h"

#include "api/types/core-pod.h"

#include <functional>

namespace kubarium::controllers {

class PodControl {
public:
    // `component`: in whose name Events are written, as "replicaset-controller".
    PodControl(apiserver::Client& client, std::string_view component) : m_client(client), m_component(component) { }

    // A pod that a template describes, owned and controlled by `owner`; without a name the server makes one from the
    // owner's. Labels, annotations and finalizers are the template's.
    static api::Box<api::Pod> podOf(const api::PodTemplateSpec& form, const api::ObjectPtr& owner);

    apiserver::Response create(const api::Box<api::Pod>& pod, const api::ObjectPtr& owner);
    // A pod that is gone already counts as removed.
    apiserver::Response remove(const api::ObjectPtr& pod, const api::ObjectPtr& owner);

private:
    apiserver::Client& m_client;
    std::string_view m_component;
};

// What came of many attempts.
struct Attempts {
    int succeeded = 0;
    api::Status failure; // the first one; ok() if there was none
};

// Tries 1, 2, 4, 8 … times, and the next, larger batch only if the whole one before it succeeded: where a quota or an
// admission rule is in the way, a set of a thousand pods is refused once and not a thousand times. A batch is gone through
// to its end; `attempt` is told which of `count` it is.
Attempts slowStart(int count, const std::function<api::Status(int)>& attempt);

} // namespace kubarium::controllers
