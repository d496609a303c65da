#include "endpointslice.h"

#include "podendpoints.h"
#include "sliceplan.h"

#include "apiserver/kinds.h"
#include "apiserver/resources.h"
#include "controllers/eventrecorder.h"
#include "sim/latency.h"

#include "api/types/core-node.h"

namespace kubarium::controllers {

namespace {

constexpr std::string_view component = "endpoint-slice-controller";

// A pod that was bound to a node before there was one becomes an endpoint with it.
void servicesOnNode(const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys)
{
    if (change.type == store::ChangeType::Updated)
        return;
    state.pods.visitOnNode(state.store, change.now.meta().name, [&](const api::ObjectPtr& pod) {
        for (const api::ObjectPtr& service : state.podSelectors.selecting(
                 state.store, apiserver::serviceKind(), pod.meta().namespace_, pod.meta().labels))
            keys.push_back(keyOf(service));
        return true;
    });
}

} // namespace

bool EndpointSliceController::watches(const api::Kind& kind) const
{
    return &kind == &apiserver::serviceKind() || &kind == &apiserver::podKind() || &kind == &apiserver::sliceKind()
        || &kind == &apiserver::nodeKind();
}

void EndpointSliceController::keysOf(
    const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    if (change.now.as<api::Pod>())
        servicesOfPod(state, change, keys);
    else if (change.now.as<api::EndpointSlice>())
        serviceOfSlice(change, endpointSliceController, name(), keys);
    else if (change.now.as<api::Node>())
        servicesOnNode(state, change, keys);
    else if (change.type != store::ChangeType::Deleted) // its slices are the garbage collector's then
        keys.push_back(keyOf(change.now));
}

Outcome EndpointSliceController::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    const api::ObjectPtr service = client.find(apiserver::serviceKind(), key.namespace_, key.name);
    if (!service || hasNoSelector(*service.as<api::Service>()))
        return Outcome::done();
    const SlicePlan plan = plannedSlices(client.state(), service);
    if (plan.empty())
        return Outcome::done();
    const api::Status written = write(client, plan, service);
    if (written.ok() || isNamespaceEnding(written))
        return Outcome::done();
    recordEvent(client, component, service, EventType::Warning, "FailedToUpdateEndpointSlices",
        "Error updating Endpoint Slices for Service " + key.namespace_.str() + "/" + key.name.str() + ": "
            + written.message);
    return Outcome::of(written);
}

// News of one pod of many is bundled: a slice that changes goes to every node.
api::Microseconds EndpointSliceController::latency(
    const apiserver::State& state, const store::Change& change, const ObjectKey& key) const
{
    if (!change.now.as<api::Pod>())
        return sim::latency::controller;
    const api::ObjectPtr service =
        state.store.find(apiserver::keyOf(apiserver::serviceKind(), key.namespace_, key.name));
    return service ? sim::latency::bundled(endpointsOf(state, service.meta())) : sim::latency::controller;
}

} // namespace kubarium::controllers
