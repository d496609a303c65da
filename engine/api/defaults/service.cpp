#include "service.h"

#include "api/types/core-service.h"

#include <algorithm>
#include <set>

namespace kubarium::api {

namespace {

constexpr std::int32_t stickySeconds = 10800; // three hours

bool needsClusterIP(const Service& service)
{
    return service.spec->type != ServiceType::ExternalName; // even "None" counts as one
}

// Of the type alone, whether or not a load balancer wants them.
bool typeHasNodePorts(const Service& service)
{
    return service.spec->type == ServiceType::NodePort || service.spec->type == ServiceType::LoadBalancer;
}

std::set<std::int32_t> nodePortsOf(const Service& service)
{
    std::set<std::int32_t> ports;
    for (const ServicePort& port : service.spec->ports) {
        if (port.nodePort != 0)
            ports.insert(port.nodePort);
    }
    return ports;
}

// A port that names no node port keeps the one its name had, unless another port has taken it over.
void keepNodePorts(ServiceSpec& now, const Service& old, const std::set<std::int32_t>& named)
{
    for (ServicePort& port : now.ports.edit()) {
        if (port.nodePort != 0)
            continue;
        std::int32_t had = 0;
        for (const ServicePort& candidate : old.spec->ports) {
            if (candidate.name == port.name)
                had = candidate.nodePort;
        }
        if (!named.contains(had))
            port.nodePort = had;
    }
}

void keepAllocated(Service& now, const Service& old)
{
    ServiceSpec& spec = now.spec.edit();
    if (needsClusterIP(old) && needsClusterIP(now)) {
        if (spec.clusterIP.empty())
            spec.clusterIP = old.spec->clusterIP;
        if (spec.clusterIPs.empty())
            spec.clusterIPs = old.spec->clusterIPs;
    }
    if (needsNodePorts(old) && needsNodePorts(now))
        keepNodePorts(spec, old, nodePortsOf(now));
    if (needsHealthCheckPort(old) && needsHealthCheckPort(now) && spec.healthCheckNodePort == 0)
        spec.healthCheckNodePort = old.spec->healthCheckNodePort;
}

// Old clients know clusterIP only, new ones write both: the list follows the single field unless it was changed itself.
void linkClusterIPs(ServiceSpec& now, const ServiceSpec* old)
{
    if (!old) {
        if (!now.clusterIP.empty() && now.clusterIPs.empty())
            now.clusterIPs.push_back(now.clusterIP);
        return;
    }
    if (now.clusterIP == old->clusterIP) {
        if (now.clusterIPs.empty())
            now.clusterIPs = old->clusterIPs;
    } else if (now.clusterIPs == old->clusterIPs) {
        now.clusterIPs.clear();
        if (!now.clusterIP.empty())
            now.clusterIPs.push_back(now.clusterIP);
    }
}

void defaultAffinity(ServiceSpec& spec)
{
    if (spec.sessionAffinity == ServiceAffinity::None)
        spec.sessionAffinityConfig.reset();
    else if (spec.sessionAffinity == ServiceAffinity::ClientIP && !spec.sessionAffinityConfig->clientIP->timeoutSeconds)
        spec.sessionAffinityConfig.edit().clientIP.edit().timeoutSeconds = stickySeconds;
}

bool isEmpty(const IntOrString& port)
{
    return port.isString() ? port.text().empty() : port.number() == 0;
}

} // namespace

bool isExternallyAccessible(const Service& service)
{
    const ServiceSpec& spec = *service.spec;
    return typeHasNodePorts(service) || (spec.type == ServiceType::ClusterIP && !spec.externalIPs.empty());
}

bool needsHealthCheckPort(const Service& service)
{
    return service.spec->type == ServiceType::LoadBalancer
        && service.spec->externalTrafficPolicy == ServiceExternalTrafficPolicy::Local;
}

bool needsNodePorts(const Service& service)
{
    return service.spec->type == ServiceType::NodePort
        || (service.spec->type == ServiceType::LoadBalancer
            && service.spec->allocateLoadBalancerNodePorts.valueOr(true));
}

void setDefaults(Service& service)
{
    ServiceSpec& spec = service.spec.edit();
    applyTableDefaults(*TypeOf<ServiceSpec>::value, &spec); // the type and the affinity: all else depends on them
    defaultAffinity(spec);
    for (ServicePort& port : spec.ports.edit()) {
        if (isEmpty(port.targetPort))
            port.targetPort = IntOrString(port.port);
    }
    if (isExternallyAccessible(service) && spec.externalTrafficPolicy.empty())
        spec.externalTrafficPolicy = ServiceExternalTrafficPolicy::Cluster;

    const bool isLoadBalancer = spec.type == ServiceType::LoadBalancer;
    if (!spec.internalTrafficPolicy && (typeHasNodePorts(service) || spec.type == ServiceType::ClusterIP))
        spec.internalTrafficPolicy = ServiceInternalTrafficPolicy::Cluster;
    if (isLoadBalancer && !spec.allocateLoadBalancerNodePorts)
        spec.allocateLoadBalancerNodePorts = true;
    if (isLoadBalancer && !service.status->loadBalancer.ingress.empty()) {
        for (LoadBalancerIngress& ingress : service.status.edit().loadBalancer.ingress.edit()) {
            if (!ingress.ip.empty() && !ingress.ipMode)
                ingress.ipMode = LoadBalancerIPMode::VIP;
        }
    }
}

void settleAllocated(Service& now, const Service* old)
{
    if (old)
        keepAllocated(now, *old);
    linkClusterIPs(now.spec.edit(), old ? &*old->spec : nullptr);
}

void dropUnused(Service& now, const Service& old)
{
    ServiceSpec& spec = now.spec.edit();
    const ServiceSpec& before = *old.spec;
    if (needsClusterIP(old) && !needsClusterIP(now)) {
        if (spec.clusterIP == before.clusterIP && spec.clusterIPs == before.clusterIPs) {
            spec.clusterIP = Text();
            spec.clusterIPs.clear();
        }
        if (spec.ipFamilies == before.ipFamilies)
            spec.ipFamilies.clear();
        if (spec.ipFamilyPolicy == before.ipFamilyPolicy)
            spec.ipFamilyPolicy = Text();
    }
    if (typeHasNodePorts(old) && !typeHasNodePorts(now) && std::ranges::includes(nodePortsOf(old), nodePortsOf(now))) {
        for (ServicePort& port : spec.ports.edit())
            port.nodePort = 0;
    }
    if (needsHealthCheckPort(old) && !needsHealthCheckPort(now)
        && spec.healthCheckNodePort == before.healthCheckNodePort)
        spec.healthCheckNodePort = 0;
    if (before.type == ServiceType::LoadBalancer && spec.type != ServiceType::LoadBalancer) {
        if (spec.allocateLoadBalancerNodePorts == before.allocateLoadBalancerNodePorts)
            spec.allocateLoadBalancerNodePorts.reset();
        if (spec.loadBalancerClass == before.loadBalancerClass)
            spec.loadBalancerClass = Text();
    }
    if (isExternallyAccessible(old) && !isExternallyAccessible(now)
        && spec.externalTrafficPolicy == before.externalTrafficPolicy)
        spec.externalTrafficPolicy = Text();
    // Clouds take a while to take a load balancer down; who looks at the service need not see that.
    if (spec.type != ServiceType::LoadBalancer && !now.status->loadBalancer.ingress.empty())
        now.status.edit().loadBalancer = {};
}

} // namespace kubarium::api
