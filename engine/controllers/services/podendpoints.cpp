#include "podendpoints.h"

#include "controllers/pods/podstate.h"

#include "api/ipaddress.h"
#include "apiserver/kinds.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

bool isOfFamily(std::string_view address, std::string_view family)
{
    const bool isV6 = address.find(':') != address.npos;
    return isV6 == (family == api::IPFamily::IPv6);
}

const api::ContainerPort* portNamed(
    const api::List<api::ContainerPort>& ports, std::string_view name, std::string_view protocol)
{
    const auto* const found = std::find_if(ports.begin(), ports.end(),
        [&](const api::ContainerPort& port) { return port.name == name && port.protocol == protocol; });
    return found == ports.end() ? nullptr : found;
}

bool isNews(const store::Change& change)
{
    const api::Pod* const now = change.type == store::ChangeType::Deleted ? nullptr : change.now.as<api::Pod>();
    const api::Pod* const before = change.before.as<api::Pod>();
    const bool isOne = now && isEndpoint(*now);
    const bool wasOne = before && isEndpoint(*before);
    if (isOne != wasOne)
        return true;
    if (!isOne)
        return false;
    return !before->metadata.deletionTimestamp != !now->metadata.deletionTimestamp || isReady(*before) != isReady(*now)
        || !(before->metadata.labels == now->metadata.labels) || !(before->status->podIPs == now->status->podIPs)
        || !(before->status->podIP == now->status->podIP);
}

} // namespace

bool isEndpoint(const api::Pod& pod)
{
    return (!pod.status->podIP.empty() || !pod.status->podIPs.empty()) && !isFinished(pod);
}

EndpointState endpointState(const api::Pod& pod, const api::Service& service)
{
    EndpointState state;
    state.serving = isReady(pod);
    state.terminating = bool(pod.metadata.deletionTimestamp);
    state.ready = service.spec->publishNotReadyAddresses || (state.serving && !state.terminating);
    return state;
}

const api::Text* addressOf(const api::Pod& pod, std::string_view family)
{
    const auto& addresses = pod.status->podIPs;
    if (addresses.empty())
        return isOfFamily(pod.status->podIP, family) ? &pod.status->podIP : nullptr;
    const auto* const found = std::find_if(
        addresses.begin(), addresses.end(), [&](const api::PodIP& address) { return isOfFamily(address.ip, family); });
    return found == addresses.end() ? nullptr : &found->ip;
}

std::int32_t targetPort(const api::Pod& pod, const api::ServicePort& port)
{
    if (!port.targetPort.isString())
        return port.targetPort.number();
    const std::string_view name = port.targetPort.text();
    for (const api::Container& container : pod.spec->containers) {
        if (const api::ContainerPort* const found = portNamed(container.ports, name, port.protocol))
            return found->containerPort;
    }
    for (const api::Container& container : pod.spec->initContainers) { // sidecars serve, too
        if (!(container.restartPolicy == "Always"))
            continue;
        if (const api::ContainerPort* const found = portNamed(container.ports, name, port.protocol))
            return found->containerPort;
    }
    return 0;
}

bool hasHostname(const api::Pod& pod, const api::Service& service)
{
    return !pod.spec->hostname.empty() && pod.spec->subdomain == service.metadata.name
        && pod.metadata.namespace_ == service.metadata.namespace_;
}

bool isHeadless(const api::Service& service)
{
    return service.spec->clusterIP.empty() || service.spec->clusterIP == "None";
}

bool hasNoSelector(const api::Service& service)
{
    return service.spec->selector.empty() || service.spec->type == api::ServiceType::ExternalName;
}

void servicesOfPod(const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys)
{
    if (!isNews(change))
        return;
    const api::ObjectMeta& meta = change.now.meta();
    const auto add = [&](const api::Map<api::Text>& labels) {
        for (const api::ObjectPtr& service :
            state.podSelectors.selecting(state.store, apiserver::serviceKind(), meta.namespace_, labels))
            keys.push_back({&apiserver::serviceKind(), meta.namespace_, service.meta().name});
    };
    add(meta.labels);
    if (change.before && !(change.before.meta().labels == meta.labels))
        add(change.before.meta().labels);
}

bool isNamespaceEnding(const api::Status& status)
{
    const auto& causes = status.details.causes;
    return std::any_of(causes.begin(), causes.end(),
        [](const api::StatusCause& cause) { return cause.reason == "NamespaceTerminating"; });
}

} // namespace kubarium::controllers
