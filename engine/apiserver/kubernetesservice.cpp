#include "kubernetesservice.h"

#include "client.h"
#include "kinds.h"
#include "kubernetesendpoints.h"

#include "api/types/core-node.h"
#include "api/types/core-service.h"
#include "sim/latency.h"

#include <algorithm>
#include <array>

namespace kubarium::apiserver {

namespace {

constexpr std::string_view home = "default";
constexpr std::string_view serviceName = "kubernetes";
constexpr std::string_view address = "10.96.0.1";
constexpr std::int32_t outerPort = 443;
constexpr std::int32_t innerPort = 6443;
constexpr api::Seconds interval{10}; // at which the server looks

api::Box<api::Service> wanted()
{
    api::Box<api::Service> box;
    api::Service& service = box.edit();
    service.metadata.name = serviceName;
    service.metadata.namespace_ = home;
    service.metadata.labels.set("component", "apiserver");
    service.metadata.labels.set("provider", "kubernetes");
    api::ServiceSpec& spec = service.spec.edit();
    api::ServicePort& port = spec.ports.push_back({});
    port.name = "https";
    port.protocol = "TCP";
    port.port = outerPort;
    port.targetPort = api::IntOrString(innerPort);
    spec.clusterIP = address;
    spec.clusterIPs = {address};
    spec.ipFamilies = {"IPv4"};
    spec.ipFamilyPolicy = "SingleStack";
    spec.type = "ClusterIP";
    spec.sessionAffinity = "None";
    return box;
}

void lookAfter(Runtime& runtime, api::Microseconds span, bool isBackground)
{
    sim::Event look;
    look.name = api::Text(serviceName);
    look.periodic = isBackground;
    runtime.scheduleOnce(std::move(look), span);
}

bool ensureService(Client& client)
{
    return client.find(serviceKind(), home, serviceName) || client.create(serviceKind(), home, wanted()).ok();
}

} // namespace

void KubernetesService::start(Runtime& runtime) const
{
    Client client(runtime, apiServerIdentity(), "kube-apiserver");
    ensureService(client);
    lookAfter(runtime, sim::latency::controller, false); // when nodes are there
}

bool KubernetesService::watches(const api::Kind& kind) const
{
    static const auto kinds = std::to_array({&serviceKind(), api::findKind("", "v1", "Endpoints"),
        api::findKind("discovery.k8s.io", "v1", "EndpointSlice"), api::findKind("", "v1", "Node")});
    return std::find(kinds.begin(), kinds.end(), &kind) != kinds.end();
}

// It looks every ten seconds, but there is something to see only after a deletion. Where it is itself, it knows at once.
void KubernetesService::notice(Runtime& runtime, const store::Change& change) const
{
    const api::ObjectMeta& meta = change.now.meta();
    if (change.now.as<api::Node>()) {
        if (changesServerAddresses(change))
            lookAfter(runtime, sim::latency::controller, false);
        return;
    }
    if (change.type != store::ChangeType::Deleted || meta.name != serviceName || meta.namespace_ != home)
        return;
    lookAfter(runtime, interval - runtime.now().sinceEpoch() % interval, false);
}

// Where its address is somebody else's, or its namespace is going, it looks again and again.
void KubernetesService::handle(Runtime& runtime, const sim::Event&) const
{
    Client client(runtime, apiServerIdentity(), "kube-apiserver");
    const bool isThere = ensureService(client);
    if (!ensureKubernetesEndpoints(client) || !isThere)
        lookAfter(runtime, interval, true);
}

std::string KubernetesService::describe(const sim::Event&) const
{
    return "the API server looks after its own Service";
}

} // namespace kubarium::apiserver
