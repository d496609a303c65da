#include "../ipaddress.h"
#include "core.h"
#include "meta.h"
#include "network.h"

#include "api/types/core-meta.h"
#include "api/types/discovery.h"

#include <set>

namespace kubarium::api {

namespace {

constexpr std::size_t mostEndpoints = 1000;
constexpr std::size_t mostAddresses = 100;
constexpr std::size_t mostPorts = 20000;
constexpr std::size_t mostTopologyLabels = 16;
constexpr std::size_t mostHints = 8; // of zones, and of nodes

constexpr std::string_view zoneLabel = "topology.kubernetes.io/zone";
constexpr std::string_view managedBy = "endpointslice.kubernetes.io/managed-by";

bool checkCount(FieldErrors& errors, std::size_t count, std::size_t most, const FieldPath& path)
{
    if (count > most)
        errors.push_back(tooMany(path, static_cast<std::int64_t>(count), static_cast<std::int64_t>(most)));
    return count <= most;
}

void checkAddressType(FieldErrors& errors, const Text& type)
{
    const FieldPath path("addressType");
    if (type.empty())
        errors.push_back(required(path));
    else
        checkSupported(errors, type, AddressType::values, path);
}

void checkPorts(FieldErrors& errors, const List<SliceEndpointPort>& ports, const FieldPath& path)
{
    static constexpr std::string_view protocols[] = {"SCTP", "TCP", "UDP"};
    if (!checkCount(errors, ports.size(), mostPorts, path))
        return;
    std::set<std::string_view> portNames;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        const SliceEndpointPort& port = ports[i];
        const FieldPath at = path.index(i);
        if (!port.name.empty())
            appendInvalid(errors, at.child("name"), port.name, isDns1123Label(port.name));
        if (!portNames.insert(port.name).second)
            errors.push_back(duplicate(at.child("name"), port.name));
        if (port.protocol)
            checkSupported(errors, port.protocol, protocols, at.child("protocol"));
        else
            errors.push_back(required(at.child("protocol")));
        if (port.appProtocol)
            appendInvalid(errors, at.child("appProtocol"), port.appProtocol, isQualifiedName(port.appProtocol));
    }
}

void checkAddress(FieldErrors& errors, std::string_view type, const Text& address, const FieldPath& path)
{
    if (type == AddressType::IPv4) {
        appendInvalid(errors, path, address, isIpv4(address));
        checkOrdinaryIp(errors, address, path);
    } else if (type == AddressType::IPv6) {
        appendInvalid(errors, path, address, isIpv6(address));
        checkOrdinaryIp(errors, address, path);
    } else if (type == AddressType::FQDN) {
        append(errors, checkFullyQualifiedDomainName(path, address));
    }
}

// Neither twice nor by a name that could not be one.
template <class Hint, class Rule>
void checkHintNames(FieldErrors& errors, const List<Hint>& hints, Rule rule, const FieldPath& path)
{
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < hints.size(); ++i) {
        const FieldPath name = path.index(i).child("name");
        if (!seen.insert(hints[i].name).second)
            errors.push_back(duplicate(name, hints[i].name));
        appendInvalid(errors, name, hints[i].name, rule(hints[i].name));
    }
}

void checkHints(FieldErrors& errors, const EndpointHints& hints, const FieldPath& path)
{
    const FieldPath zones = path.child("forZones");
    const FieldPath nodes = path.child("forNodes");
    if (!checkCount(errors, hints.forZones.size(), mostHints, zones))
        return;
    checkHintNames(errors, hints.forZones, isLabelValue, zones);
    if (checkCount(errors, hints.forNodes.size(), mostHints, nodes))
        checkHintNames(errors, hints.forNodes, isDns1123Subdomain, nodes);
}

void checkEndpoint(FieldErrors& errors, std::string_view type, const Endpoint& endpoint, const FieldPath& path)
{
    const FieldPath addresses = path.child("addresses");
    if (endpoint.addresses.empty())
        errors.push_back(required(addresses, "must contain at least 1 address"));
    checkCount(errors, endpoint.addresses.size(), mostAddresses, addresses);
    for (std::size_t i = 0; i < endpoint.addresses.size(); ++i)
        checkAddress(errors, type, endpoint.addresses[i], addresses.index(i));
    if (endpoint.nodeName)
        appendInvalid(errors, path.child("nodeName"), endpoint.nodeName, subdomainName(endpoint.nodeName, false));
    const FieldPath topology = path.child("deprecatedTopology");
    checkCount(errors, endpoint.deprecatedTopology.size(), mostTopologyLabels, topology);
    checkLabels(errors, endpoint.deprecatedTopology, topology);
    if (endpoint.deprecatedTopology.contains(zoneLabel))
        errors.push_back(internalError(topology.key(zoneLabel), "reserved key was not removed in conversion"));
    if (endpoint.hostname)
        appendInvalid(errors, path.child("hostname"), endpoint.hostname, isDns1123Label(endpoint.hostname));
    if (endpoint.hints)
        checkHints(errors, *endpoint.hints, path.child("hints"));
}

FieldErrors validateWithoutEndpoints(const EndpointSlice& slice)
{
    FieldErrors errors = validateObjectMeta(slice.metadata, true, subdomainName, FieldPath("metadata"));
    checkAddressType(errors, slice.addressType);
    checkPorts(errors, slice.ports, FieldPath("ports"));
    return errors;
}

// Of a new version, an endpoint that stands where it stood has been looked at before.
void checkEndpoints(FieldErrors& errors, const EndpointSlice& slice, const List<Endpoint>& before = {})
{
    const FieldPath path("endpoints");
    if (!checkCount(errors, slice.endpoints.size(), mostEndpoints, path))
        return;
    for (std::size_t i = 0; i < slice.endpoints.size(); ++i) {
        if (i >= before.size() || !(slice.endpoints[i] == before[i]))
            checkEndpoint(errors, slice.addressType, slice.endpoints[i], path.index(i));
    }
}

// These write no odd addresses, and write a lot.
bool isWrittenByController(const EndpointSlice& slice)
{
    const Text* const by = slice.metadata.labels.find(managedBy);
    return by && (*by == "endpointslice-controller.k8s.io" || *by == "endpointslicemirroring-controller.k8s.io");
}

} // namespace

FieldErrors validate(const EndpointSlice& slice)
{
    FieldErrors errors = validateWithoutEndpoints(slice);
    checkEndpoints(errors, slice);
    return errors;
}

// Endpoints that did not change may be older than today's rules.
FieldErrors validateUpdate(const EndpointSlice& now, const EndpointSlice& old)
{
    FieldErrors errors = validateWithoutEndpoints(now);
    if (!(now.endpoints == old.endpoints))
        checkEndpoints(errors, now, old.endpoints);
    checkImmutable(errors, now.addressType, old.addressType, FieldPath("addressType"));
    return errors;
}

std::vector<std::string> warnings(const EndpointSlice& slice)
{
    std::vector<std::string> warnings;
    if (slice.addressType == AddressType::FQDN)
        warnings.emplace_back("spec.addressType: FQDN endpoints are deprecated");
    if (isWrittenByController(slice))
        return warnings;
    for (std::size_t i = 0; i < slice.endpoints.size(); ++i) {
        for (std::size_t j = 0; j < slice.endpoints[i].addresses.size(); ++j) {
            const FieldPath path = FieldPath("endpoints").index(i).child("addresses").index(j);
            for (std::string& warning : ipWarnings(path.text(), slice.endpoints[i].addresses[j]))
                warnings.push_back(std::move(warning));
        }
    }
    return warnings;
}

} // namespace kubarium::api
