#include "../ipaddress.h"
#include "core.h"
#include "meta.h"

#include "api/types/core-service.h"

#include <algorithm>

namespace kubarium::api {

namespace {

// Who writes them without mistakes need not be checked for spellings.
constexpr std::string_view managedBy = "endpoints.kubernetes.io/managed-by";

void checkAddress(FieldErrors& errors, const EndpointAddress& address, const FieldPath& path)
{
    appendInvalid(errors, path.child("ip"), address.ip, isIp(address.ip));
    if (!address.hostname.empty())
        appendInvalid(errors, path.child("hostname"), address.hostname, isDns1123Label(address.hostname));
    if (address.nodeName)
        appendInvalid(errors, path.child("nodeName"), address.nodeName, isDns1123Subdomain(address.nodeName));
    checkOrdinaryIp(errors, address.ip, path.child("ip"));
}

void checkPort(FieldErrors& errors, const EndpointPort& port, bool needsName, const FieldPath& path)
{
    if (!port.name.empty())
        appendInvalid(errors, path.child("name"), port.name, isDns1123Label(port.name));
    else if (needsName)
        errors.push_back(required(path.child("name")));
    for (const std::string& sentence : isPortNumber(port.port))
        errors.push_back(invalid(path.child("port"), port.port, sentence));
    if (port.protocol.empty())
        errors.push_back(required(path.child("protocol")));
    else
        checkSupported(errors, port.protocol, Protocol::values, path.child("protocol"));
    if (port.appProtocol)
        appendInvalid(errors, path.child("appProtocol"), port.appProtocol, isQualifiedName(port.appProtocol));
}

void checkSubset(FieldErrors& errors, const EndpointSubset& subset, const FieldPath& path)
{
    if (subset.addresses.empty() && subset.notReadyAddresses.empty())
        errors.push_back(required(path, "must specify `addresses` or `notReadyAddresses`"));
    for (std::size_t i = 0; i < subset.addresses.size(); ++i)
        checkAddress(errors, subset.addresses[i], path.child("addresses").index(i));
    for (std::size_t i = 0; i < subset.notReadyAddresses.size(); ++i)
        checkAddress(errors, subset.notReadyAddresses[i], path.child("notReadyAddresses").index(i));
    for (std::size_t i = 0; i < subset.ports.size(); ++i)
        checkPort(errors, subset.ports[i], subset.ports.size() > 1, path.child("ports").index(i));
}

bool isWithin(const IpAddress& address, std::string_view range)
{
    return Cidr::parse(range)->contains(address);
}

} // namespace

void checkOrdinaryIp(FieldErrors& errors, std::string_view ip, const FieldPath& path)
{
    const std::optional<IpAddress> address = IpAddress::parse(ip);
    if (!address) {
        errors.push_back(invalid(path, ip, "must be a valid IP address"));
        return;
    }
    const auto within = [&](std::string_view v4, std::string_view v6) {
        return isWithin(*address, address->isV4() ? v4 : v6);
    };
    if (within("0.0.0.0/32", "::/128"))
        errors.push_back(invalid(path, ip, "may not be unspecified (" + std::string(ip) + ")"));
    if (within("127.0.0.0/8", "::1/128"))
        errors.push_back(invalid(path, ip, "may not be in the loopback range (127.0.0.0/8, ::1/128)"));
    if (within("169.254.0.0/16", "fe80::/10"))
        errors.push_back(invalid(path, ip, "may not be in the link-local range (169.254.0.0/16, fe80::/10)"));
    // The sentence says ff02::/10; what is refused is the link-local scope, whatever the flags of the address.
    const bool isV6LinkLocalMulticast =
        !address->isV4() && address->bytes[0] == 0xFF && (address->bytes[1] & 0x0FU) == 0x02;
    if (isV6LinkLocalMulticast || (address->isV4() && isWithin(*address, "224.0.0.0/24")))
        errors.push_back(invalid(path, ip, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"));
}

FieldErrors validate(const Endpoints& endpoints)
{
    FieldErrors errors = validateObjectMeta(endpoints.metadata, true, subdomainName, FieldPath("metadata"));
    for (std::size_t i = 0; i < endpoints.subsets.size(); ++i)
        checkSubset(errors, endpoints.subsets[i], FieldPath("subsets").index(i));
    return errors;
}

FieldErrors validateUpdate(const Endpoints& now, const Endpoints& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now));
    return errors;
}

std::vector<std::string> warnings(const Endpoints& endpoints)
{
    std::vector<std::string> all{"v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"};
    if (endpoints.metadata.labels.valueOr(managedBy, Text()) == "endpoint-controller")
        return all;
    for (std::size_t i = 0; i < endpoints.subsets.size(); ++i) {
        const FieldPath subset = FieldPath("subsets").index(i);
        const auto each = [&](const List<EndpointAddress>& addresses, std::string_view list) {
            for (std::size_t j = 0; j < addresses.size(); ++j) {
                const std::string field = subset.child(list).index(j).child("ip").text();
                std::ranges::move(ipWarnings(field, addresses[j].ip), std::back_inserter(all));
            }
        };
        each(endpoints.subsets[i].addresses, "addresses");
        each(endpoints.subsets[i].notReadyAddresses, "notReadyAddresses");
    }
    return all;
}

} // namespace kubarium::api
