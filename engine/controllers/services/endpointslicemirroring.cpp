#include "endpointslicemirroring.h"

#include "mirror.h"
#include "podendpoints.h"

#include "controllers/eventrecorder.h"

#include "apiserver/kinds.h"

namespace kubarium::controllers {

namespace {

constexpr std::string_view component = "endpoint-slice-mirroring-controller";
constexpr std::string_view skipMirror = "endpointslice.kubernetes.io/skip-mirror";
constexpr std::string_view leaderElection = "control-plane.alpha.kubernetes.io/leader";

// Endpoints of the endpoint controller belong to Services with a selector, which have slices of their own.
bool isMirrored(const api::ObjectPtr& endpoints, const api::ObjectPtr& service)
{
    const api::ObjectMeta& meta = endpoints.meta();
    return service && service.as<api::Service>()->spec->selector.empty()
        && meta.labels.valueOr(skipMirror, "") != "true" && !meta.annotations.contains(leaderElection);
}

void tellSkipped(apiserver::Client& client, const api::ObjectPtr& endpoints, const Mirrored& result)
{
    if (result.invalid > 0) {
        recordEvent(client, component, endpoints, EventType::Warning, "InvalidIPAddress",
            "Skipped " + std::to_string(result.invalid) + " invalid IP addresses when mirroring to EndpointSlices");
    }
    if (result.skipped > 0) {
        recordEvent(client, component, endpoints, EventType::Warning, "TooManyAddressesToMirror",
            "A max of " + std::to_string(mostMirroredPerSubset)
                + " addresses can be mirrored to EndpointSlices per Endpoints subset. "
                + std::to_string(result.skipped + result.invalid) + " addresses were skipped");
    }
}

} // namespace

bool EndpointSliceMirroringController::watches(const api::Kind& kind) const
{
    return &kind == &apiserver::endpointsKind() || &kind == &apiserver::serviceKind()
        || &kind == &apiserver::sliceKind();
}

void EndpointSliceMirroringController::keysOf(
    const apiserver::State&, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    if (change.now.as<api::EndpointSlice>()) {
        serviceOfSlice(change, endpointSliceMirroringController, name(), keys);
        for (ObjectKey& key : keys)
            key.kind = &apiserver::endpointsKind(); // of the Service's name
        return;
    }
    if (change.now.as<api::Service>()) {
        const bool hadNone = change.before && change.before.as<api::Service>()->spec->selector.empty();
        if (!hadNone && !change.now.as<api::Service>()->spec->selector.empty())
            return; // it is another controller's, and was before
    } else if (change.type == store::ChangeType::Deleted) {
        return; // what it owned is the garbage collector's
    } else if (change.origin.actor == "system:serviceaccount:kube-system:endpoint-controller") {
        return;
    }
    keys.push_back({&apiserver::endpointsKind(), change.now.meta().namespace_, change.now.meta().name});
}

Outcome EndpointSliceMirroringController::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    const api::ObjectPtr endpoints = client.find(apiserver::endpointsKind(), key.namespace_, key.name);
    if (!endpoints)
        return Outcome::done();
    Mirrored result;
    if (isMirrored(endpoints, client.find(apiserver::serviceKind(), key.namespace_, key.name))) {
        result = mirrored(client.state(), endpoints);
        tellSkipped(client, endpoints, result);
    } else {
        result.plan.removed = slicesOf(client.state(), endpoints.meta(), endpointSliceMirroringController);
    }
    const api::Status written = write(client, result.plan, endpoints);
    return isNamespaceEnding(written) ? Outcome::done() : Outcome::of(written);
}

} // namespace kubarium::controllers
