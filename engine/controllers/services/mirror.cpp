#include "mirror.h"

#include "api/ipaddress.h"
#include "api/types/core-meta.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

using api::EndpointAddress;
using api::EndpointSlice;
using api::EndpointSubset;

struct Wanted {
    std::string_view family;
    api::List<api::SliceEndpointPort> ports;
    api::List<api::Endpoint> endpoints;
};

api::Map<api::Text> labelsFor(const api::ObjectPtr& endpoints)
{
    api::Map<api::Text> labels = endpoints.meta().labels;
    labels.set(serviceNameLabel, endpoints.meta().name);
    labels.set(managedByLabel, endpointSliceMirroringController);
    return labels;
}

api::Map<api::Text> annotationsFor(const api::ObjectPtr& endpoints)
{
    api::Map<api::Text> annotations = endpoints.meta().annotations;
    annotations.erase(triggerTimeAnnotation);
    annotations.erase("kubectl.kubernetes.io/last-applied-configuration");
    return annotations;
}

api::List<api::SliceEndpointPort> portsOf(const EndpointSubset& subset)
{
    api::List<api::SliceEndpointPort> ports;
    for (const api::EndpointPort& port : subset.ports) {
        api::SliceEndpointPort& one = ports.push_back({});
        one.name = port.name.has_value() ? port.name : api::Text("");
        one.protocol = port.protocol;
        one.port = port.port;
        one.appProtocol = port.appProtocol;
    }
    return ports;
}

api::Endpoint endpointOf(const EndpointAddress& address, const api::IpAddress& ip, bool isReady)
{
    api::Endpoint endpoint;
    endpoint.addresses.push_back(api::Text(ip.text()));
    endpoint.conditions.ready = isReady;
    endpoint.hostname = address.hostname.empty() ? api::Text() : address.hostname;
    endpoint.targetRef = address.targetRef;
    endpoint.nodeName = address.nodeName;
    return endpoint;
}

Wanted& wantedOf(std::vector<Wanted>& all, std::string_view family, const api::List<api::SliceEndpointPort>& ports)
{
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const Wanted& one) { return one.family == family && samePorts(one.ports, ports); });
    return found == all.end() ? all.emplace_back(Wanted{family, ports, {}}) : *found;
}

std::vector<Wanted> wantedSlices(const api::Endpoints& endpoints, Mirrored& result)
{
    std::vector<Wanted> all;
    for (const EndpointSubset& subset : endpoints.subsets) {
        const auto ports = portsOf(subset);
        std::size_t added = 0;
        const auto add = [&](const api::List<EndpointAddress>& addresses, bool isReady) {
            for (const EndpointAddress& address : addresses) {
                const auto ip = api::IpAddress::parse(address.ip);
                if (!ip) {
                    ++result.invalid;
                } else if (added == mostMirroredPerSubset) {
                    ++result.skipped;
                } else {
                    const std::string_view family = ip->isV4() ? api::AddressType::IPv4 : api::AddressType::IPv6;
                    wantedOf(all, family, ports).endpoints.push_back(endpointOf(address, *ip, isReady));
                    ++added;
                }
            }
        };
        add(subset.addresses, true);
        add(subset.notReadyAddresses, false);
    }
    return all;
}

} // namespace

Mirrored mirrored(const apiserver::State& state, const api::ObjectPtr& endpoints)
{
    Mirrored result;
    const auto labels = labelsFor(endpoints);
    const auto annotations = annotationsFor(endpoints);
    std::vector<api::ObjectPtr> existing = slicesOf(state, endpoints.meta(), endpointSliceMirroringController);
    for (const Wanted& wanted : wantedSlices(*endpoints.as<api::Endpoints>(), result)) {
        const auto found = std::find_if(existing.begin(), existing.end(), [&](const api::ObjectPtr& slice) {
            const EndpointSlice& one = *slice.as<EndpointSlice>();
            return one.addressType == wanted.family && samePorts(one.ports, wanted.ports);
        });
        const bool isNew = found == existing.end();
        api::ObjectPtr slice = isNew ? api::ObjectPtr(newSlice(endpoints, wanted.family, labels)) : *found;
        if (!isNew)
            existing.erase(found);
        const EndpointSlice& said = *slice.as<EndpointSlice>();
        const bool isSame = !isNew && said.endpoints == wanted.endpoints && said.metadata.labels == labels
            && said.metadata.annotations == annotations;
        if (isSame)
            continue;
        EndpointSlice& next = slice.editAs<EndpointSlice>();
        next.metadata.labels = labels;
        next.metadata.annotations = annotations;
        next.ports = wanted.ports;
        next.endpoints = wanted.endpoints;
        (isNew ? result.plan.created : result.plan.updated).push_back(slice);
    }
    result.plan.removed = std::move(existing);
    reuseRemoved(result.plan);
    return result;
}

} // namespace kubarium::controllers
