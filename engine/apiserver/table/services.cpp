#include "loadbalancer.h"
#include "printers.h"
#include "words.h"

#include "api/types/core-service.h"
#include "api/types/discovery.h"

namespace kubarium::apiserver::table {

namespace {

std::string_view clusterIP(const api::Service& service)
{
    return textOr(service.spec->clusterIPs.empty() ? service.spec->clusterIP : service.spec->clusterIPs.front(), none);
}

std::string externalIP(const api::Service& service)
{
    const api::ServiceSpec& spec = *service.spec;
    const std::string given = joined(spec.externalIPs, ",");
    if (spec.type == api::ServiceType::ExternalName)
        return spec.externalName.str();
    if (spec.type == api::ServiceType::ClusterIP || spec.type == api::ServiceType::NodePort)
        return given.empty() ? std::string(none) : given;
    if (!(spec.type == api::ServiceType::LoadBalancer))
        return std::string(unknown);
    const std::string balanced = loadBalancerText(service.status->loadBalancer.ingress);
    if (balanced.empty() && given.empty())
        return "<pending>"; // nobody has made a load balancer yet
    return balanced + (balanced.empty() || given.empty() ? "" : ",") + given;
}

std::string ports(const api::Service& service)
{
    if (service.spec->ports.empty())
        return std::string(none);
    return joined(service.spec->ports, ",", [](const api::ServicePort& port) {
        const std::string node = port.nodePort > 0 ? ':' + std::to_string(port.nodePort) : std::string();
        return std::to_string(port.port) + node + '/' + port.protocol.str();
    });
}

std::string selector(const api::Service& service)
{
    return labelsText(service.spec->selector);
}

std::string withPort(std::string_view ip, std::int32_t port)
{
    const bool isV6 = ip.find(':') != std::string_view::npos;
    return (isV6 ? '[' + std::string(ip) + ']' : std::string(ip)) + ':' + std::to_string(port);
}

std::string addresses(const api::Endpoints& endpoints)
{
    if (endpoints.subsets.empty())
        return std::string(none);
    Few few(3);
    for (const api::EndpointSubset& subset : endpoints.subsets) {
        for (const api::EndpointPort& port : subset.ports) {
            for (const api::EndpointAddress& address : subset.addresses)
                few.add([&] { return withPort(address.ip, port.port); });
        }
        if (!subset.ports.empty())
            continue;
        for (const api::EndpointAddress& address : subset.addresses) // of a headless Service, which needs no ports
            few.add([&] { return address.ip.str(); });
    }
    return few.text();
}

std::string orUnset(const std::string& text)
{
    return text.empty() ? std::string(unset) : text;
}

std::string slicePorts(const api::EndpointSlice& slice)
{
    Few few(3);
    for (const api::SliceEndpointPort& port : slice.ports)
        few.add([&] { return port.port ? std::to_string(*port.port) : port.name.has_value() ? port.name.str() : "*"; });
    return orUnset(few.text());
}

std::string sliceAddresses(const api::EndpointSlice& slice)
{
    Few few(3);
    for (const api::Endpoint& endpoint : slice.endpoints) {
        for (const api::Text& address : endpoint.addresses)
            few.add([&] { return address.str(); });
    }
    return orUnset(few.text());
}

} // namespace

std::vector<KindPrinter> servicePrinters()
{
    using api::Endpoints;
    using api::EndpointSlice;
    using api::Service;
    return {
        printerOf<Service>({cell<Service, clusterIP>("Cluster-IP"), cell<Service, externalIP>("External-IP"),
            cell<Service, ports>("Port(s)"), cell<Service, selector>("Selector")}),
        printerOf<Endpoints>({cell<Endpoints, addresses>("Endpoints")}),
        printerOf<EndpointSlice>(
            {cell<EndpointSlice, slicePorts>("Ports"), cell<EndpointSlice, sliceAddresses>("Endpoints")}),
    };
}

} // namespace kubarium::apiserver::table
