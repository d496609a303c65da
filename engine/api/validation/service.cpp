#include "../defaults/service.h"
#include "../ipaddress.h"
#include "core.h"
#include "gojson.h"
#include "meta.h"
#include "shown.h"

#include "api/types/core-service.h"

#include <set>

namespace kubarium::api {

namespace {

constexpr std::int32_t longestAffinity = 86400; // seconds: a day
constexpr std::string_view topologyHints = "service.kubernetes.io/topology-aware-hints";
constexpr std::string_view topologyMode = "service.kubernetes.io/topology-mode";
constexpr std::string_view sourceRanges = "service.beta.kubernetes.io/load-balancer-source-ranges";
constexpr std::string_view loadBalancersOnly = "may only be used when `type` is 'LoadBalancer'";

bool isHeadless(const ServiceSpec& spec)
{
    return spec.clusterIPs.size() == 1 && spec.clusterIPs.front() == "None";
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\n\v\f\r";
    const std::size_t first = text.find_first_not_of(blanks);
    return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

void checkPortNumber(FieldErrors& errors, std::int32_t port, const FieldPath& path)
{
    for (const std::string& sentence : isPortNumber(port))
        errors.push_back(invalid(path, port, sentence));
}

void checkTopologyAnnotations(FieldErrors& errors, const Map<Text>& annotations)
{
    const Text* const hints = annotations.find(topologyHints);
    const Text* const mode = annotations.find(topologyMode);
    if (hints && mode && !(*hints == *mode)) {
        errors.push_back(invalid(FieldPath("metadata").child("annotations").key(topologyMode), *mode,
            "must match annotations[" + std::string(topologyHints) + "] when both are specified"));
    }
}

// What an ExternalName is: a name, and nothing that has to do with addresses.
void checkExternalName(FieldErrors& errors, const ServiceSpec& spec, const FieldPath& path)
{
    constexpr std::string_view notHere = "may not be set for ExternalName services";
    if (!spec.clusterIPs.empty())
        errors.push_back(forbidden(path.child("clusterIPs"), notHere));
    if (!spec.ipFamilies.empty())
        errors.push_back(forbidden(path.child("ipFamilies"), notHere));
    if (spec.ipFamilyPolicy)
        errors.push_back(forbidden(path.child("ipFamilyPolicy"), notHere));
    std::string_view name = spec.externalName;
    if (name.ends_with('.')) // fully qualified
        name.remove_suffix(1);
    if (name.empty())
        errors.push_back(required(path.child("externalName")));
    else
        appendInvalid(errors, path.child("externalName"), name, isDns1123Subdomain(name));
}

void checkType(FieldErrors& errors, const ServiceSpec& spec, const FieldPath& path)
{
    if (spec.ports.empty() && !isHeadless(spec) && spec.type != ServiceType::ExternalName)
        errors.push_back(required(path.child("ports")));
    if (spec.type == ServiceType::ExternalName)
        checkExternalName(errors, spec, path);
    const bool needsAddress = spec.type == ServiceType::LoadBalancer || spec.type == ServiceType::NodePort;
    if (needsAddress && isHeadless(spec)) {
        errors.push_back(invalid(path.child("clusterIPs").index(0), spec.clusterIPs[0],
            "may not be set to 'None' for " + spec.type.str() + " services"));
    }
}

void checkPort(FieldErrors& errors, const ServicePort& port, bool needsName, std::set<std::string_view>& portNames,
    const FieldPath& path)
{
    if (!port.name.empty()) {
        appendInvalid(errors, path.child("name"), port.name, isDns1123Label(port.name));
        if (!portNames.insert(port.name).second)
            errors.push_back(duplicate(path.child("name"), port.name));
    } else if (needsName) {
        errors.push_back(required(path.child("name")));
    }
    checkPortNumber(errors, port.port, path.child("port"));
    if (port.protocol.empty())
        errors.push_back(required(path.child("protocol")));
    else
        checkSupported(errors, port.protocol, Protocol::values, path.child("protocol"));
    if (const FieldPath target = path.child("targetPort"); port.targetPort.isString())
        appendInvalid(errors, target, port.targetPort.text(), isPortName(port.targetPort.text()));
    else
        checkPortNumber(errors, port.targetPort.number(), target);
    if (port.appProtocol)
        appendInvalid(errors, path.child("appProtocol"), port.appProtocol, isQualifiedName(port.appProtocol));
}

void checkPorts(FieldErrors& errors, const ServiceSpec& spec, const FieldPath& path)
{
    std::set<std::string_view> portNames;
    for (std::size_t i = 0; i < spec.ports.size(); ++i)
        checkPort(errors, spec.ports[i], spec.ports.size() > 1, portNames, path.index(i));
}

// One protocol may use a number once; 53/TCP and 53/UDP go together.
void checkPortsDiffer(FieldErrors& errors, const ServiceSpec& spec, const FieldPath& path)
{
    using Numbered = std::set<std::pair<std::string_view, std::int32_t>>;
    Numbered nodePorts;
    Numbered ports;
    for (std::size_t i = 0; i < spec.ports.size(); ++i) {
        const ServicePort& port = spec.ports[i];
        if (port.nodePort != 0 && !nodePorts.emplace(port.protocol, port.nodePort).second)
            errors.push_back(duplicate(path.index(i).child("nodePort"), port.nodePort));
    }
    for (std::size_t i = 0; i < spec.ports.size(); ++i) {
        const ServicePort& port = spec.ports[i];
        if (ports.emplace(port.protocol, port.port).second)
            continue;
        ServicePort same; // the server compares and shows only these two fields
        same.protocol = port.protocol;
        same.port = port.port;
        errors.push_back(duplicateShown(path.index(i), goJson(same)));
    }
}

void checkAffinity(FieldErrors& errors, const ServiceSpec& spec, const FieldPath& path)
{
    if (spec.sessionAffinity.empty())
        errors.push_back(required(path.child("sessionAffinity")));
    else
        checkSupported(errors, spec.sessionAffinity, ServiceAffinity::values, path.child("sessionAffinity"));

    const FieldPath config = path.child("sessionAffinityConfig");
    if (spec.sessionAffinity == ServiceAffinity::None && spec.sessionAffinityConfig)
        errors.push_back(forbidden(config, "must not be set when session affinity is None"));
    const Optional<std::int32_t>& seconds = spec.sessionAffinityConfig->clientIP->timeoutSeconds; // filled in if absent
    if (spec.sessionAffinity == ServiceAffinity::ClientIP && (*seconds <= 0 || *seconds > longestAffinity)) {
        errors.push_back(invalid(config.child("clientIP").child("timeoutSeconds"), *seconds,
            "must be greater than 0 and less than " + std::to_string(longestAffinity)));
    }
}

void checkExternalIPs(FieldErrors& errors, const List<Text>& ips, const FieldPath& path)
{
    for (std::size_t i = 0; i < ips.size(); ++i) {
        const Objections objections = isIp(ips[i]);
        appendInvalid(errors, path.index(i), ips[i], objections);
        if (objections.empty())
            checkOrdinaryIp(errors, ips[i], path.index(i));
    }
}

// Ranges of clients that a load balancer lets in: a field, and before that an annotation. Both tolerate blanks.
void checkSourceRanges(FieldErrors& errors, const Service& service)
{
    const ServiceSpec& spec = *service.spec;
    const auto onlyBalancers = [&](const FieldPath& path) {
        if (spec.type != ServiceType::LoadBalancer)
            errors.push_back(forbidden(path, loadBalancersOnly));
    };
    const auto checkRange = [&](const FieldPath& path, std::string_view range) {
        appendInvalid(errors, path, trimmed(range), isCidr(trimmed(range)));
    };
    if (!spec.loadBalancerSourceRanges.empty()) {
        const FieldPath path =
            FieldPath("spec").child("LoadBalancerSourceRanges"); // with a capital, as the server has it
        onlyBalancers(path);
        for (std::size_t i = 0; i < spec.loadBalancerSourceRanges.size(); ++i)
            checkRange(path.index(i), spec.loadBalancerSourceRanges[i]);
    } else if (const Text* const annotation = service.metadata.annotations.find(sourceRanges)) {
        const FieldPath path = FieldPath("metadata").child("annotations").key(sourceRanges);
        onlyBalancers(path);
        std::string_view rest = trimmed(*annotation);
        for (bool more = !rest.empty(); more;) {
            const std::size_t comma = rest.find(',');
            checkRange(path, rest.substr(0, comma));
            more = comma != rest.npos;
            rest.remove_prefix(more ? comma + 1 : 0);
        }
    }
}

void checkLoadBalancerClass(FieldErrors& errors, const ServiceSpec& spec, const FieldPath& path)
{
    if (!spec.loadBalancerClass)
        return;
    if (spec.type == ServiceType::LoadBalancer)
        appendInvalid(errors, path, spec.loadBalancerClass, isQualifiedName(spec.loadBalancerClass));
    else
        errors.push_back(forbidden(path, loadBalancersOnly));
}

void checkTrafficPolicies(FieldErrors& errors, const Service& service, const FieldPath& path)
{
    const ServiceSpec& spec = *service.spec;
    const FieldPath external = path.child("externalTrafficPolicy");
    if (isExternallyAccessible(service)) {
        if (spec.externalTrafficPolicy.empty())
            errors.push_back(required(external));
        else
            checkSupported(errors, spec.externalTrafficPolicy, ServiceExternalTrafficPolicy::values, external);
    } else if (!spec.externalTrafficPolicy.empty()) {
        errors.push_back(
            invalid(external, spec.externalTrafficPolicy, "may only be set for externally-accessible services"));
    }

    // A service that needs the port but names none gets one from the allocator: that is never a complaint.
    const FieldPath health = path.child("healthCheckNodePort");
    if (needsHealthCheckPort(service)) {
        if (spec.healthCheckNodePort != 0)
            checkPortNumber(errors, spec.healthCheckNodePort, health);
    } else if (spec.healthCheckNodePort != 0) {
        errors.push_back(invalid(health, spec.healthCheckNodePort,
            "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"));
    }

    // Required only of the types for which it is filled in: nobody ever sees that.
    if (spec.internalTrafficPolicy) {
        checkSupported(errors, spec.internalTrafficPolicy, ServiceInternalTrafficPolicy::values,
            path.child("internalTrafficPolicy"));
    }
    static constexpr std::string_view distributions[] = {ServiceTrafficDistribution::PreferClose,
        ServiceTrafficDistribution::PreferSameZone, ServiceTrafficDistribution::PreferSameNode};
    if (spec.trafficDistribution
        && std::ranges::find(distributions, *spec.trafficDistribution) == std::end(distributions))
        errors.push_back(notSupported(path.child("trafficDistribution"), spec.trafficDistribution, distributions));
}

FieldErrors validateSettled(const Service& service)
{
    FieldErrors errors = validateObjectMeta(service.metadata, true, dns1035Name, FieldPath("metadata"));
    checkTopologyAnnotations(errors, service.metadata.annotations);

    const ServiceSpec& spec = *service.spec;
    const FieldPath path("spec");
    checkType(errors, spec, path);
    checkPorts(errors, spec, path.child("ports"));
    checkLabels(errors, spec.selector, path.child("selector"));
    checkAffinity(errors, spec, path);
    append(errors, validateClusterIPs(service));
    checkExternalIPs(errors, spec.externalIPs, path.child("externalIPs"));
    if (spec.type.empty())
        errors.push_back(required(path.child("type")));
    else
        checkSupported(errors, spec.type, ServiceType::values, path.child("type"));
    for (std::size_t i = 0; spec.type == ServiceType::ClusterIP && i < spec.ports.size(); ++i) {
        if (spec.ports[i].nodePort != 0) {
            errors.push_back(forbidden(
                path.child("ports").index(i).child("nodePort"), "may not be used when `type` is 'ClusterIP'"));
        }
    }
    checkPortsDiffer(errors, spec, path.child("ports"));
    checkSourceRanges(errors, service);
    if (spec.allocateLoadBalancerNodePorts && spec.type != ServiceType::LoadBalancer)
        errors.push_back(forbidden(path.child("allocateLoadBalancerNodePorts"), loadBalancersOnly));
    checkLoadBalancerClass(errors, spec, path.child("loadBalancerClass"));
    checkTrafficPolicies(errors, service, path);
    return errors;
}

} // namespace

FieldErrors validate(const Service& service)
{
    Service settled = service;
    settleAllocated(settled, nullptr);
    return validateSettled(settled);
}

FieldErrors validateUpdate(const Service& now, const Service& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validateClusterIPsUpdate(now, old));

    const FieldPath spec("spec");
    const bool bothBalance = now.spec->type == ServiceType::LoadBalancer && old.spec->type == ServiceType::LoadBalancer;
    const Text& nowClass = now.spec->loadBalancerClass;
    const Text& oldClass = old.spec->loadBalancerClass;
    if (bothBalance && !(nowClass.has_value() == oldClass.has_value() && nowClass == oldClass)) {
        errors.push_back(
            invalidShown(spec.child("loadBalancerClass"), shownPointer(nowClass), "may not change once set"));
    }
    checkLoadBalancerClass(errors, *now.spec, spec.child("loadBalancerClass"));
    if (needsHealthCheckPort(old) && needsHealthCheckPort(now)
        && now.spec->healthCheckNodePort != old.spec->healthCheckNodePort)
        errors.push_back(forbidden(spec.child("healthCheckNodePort"), messages::immutable));
    append(errors, validateSettled(now));
    return errors;
}

FieldErrors validateStatusUpdate(const Service& now, const Service& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    const List<LoadBalancerIngress>& ingresses = now.status->loadBalancer.ingress;
    const FieldPath path = FieldPath("status").child("loadBalancer").child("ingress");
    if (now.spec->type != ServiceType::LoadBalancer && !ingresses.empty()) {
        errors.push_back(forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'"));
        return errors;
    }
    for (std::size_t i = 0; i < ingresses.size(); ++i) {
        const LoadBalancerIngress& ingress = ingresses[i];
        const FieldPath at = path.index(i);
        if (!ingress.ip.empty())
            appendInvalid(errors, at.child("ip"), ingress.ip, isIp(ingress.ip));
        const FieldPath mode = at.child("ipMode");
        if (!ingress.ip.empty() && !ingress.ipMode)
            errors.push_back(required(mode, "must be specified when `ip` is set"));
        else if (ingress.ip.empty() && ingress.ipMode)
            errors.push_back(forbidden(mode, "may not be specified when `ip` is not set"));
        else if (ingress.ipMode)
            checkSupported(errors, ingress.ipMode, LoadBalancerIPMode::values, mode);
        if (ingress.hostname.empty())
            continue;
        appendInvalid(errors, at.child("hostname"), ingress.hostname, isDns1123Subdomain(ingress.hostname));
        if (IpAddress::parse(ingress.hostname)) {
            errors.push_back(invalid(at.child("hostname"), ingress.hostname, "must be a DNS name, not an IP address"));
        }
    }
    return errors;
}

std::vector<std::string> warnings(const Service& service)
{
    std::vector<std::string> all;
    const ServiceSpec& spec = *service.spec;
    const auto each = [&](const List<Text>& texts, std::string_view field, auto find) {
        for (std::size_t i = 0; i < texts.size(); ++i)
            std::ranges::move(
                find(std::string(field) + "[" + std::to_string(i) + "]", texts[i].view()), std::back_inserter(all));
    };
    if (service.metadata.annotations.contains(topologyHints)) {
        all.push_back("annotation " + std::string(topologyHints) + " is deprecated, please use "
            + std::string(topologyMode) + " instead");
    }
    if (!spec.clusterIP.empty() && spec.clusterIP != "None")
        each(spec.clusterIPs, "spec.clusterIPs", ipWarnings);
    const bool isHeadlessClusterIP = spec.type == ServiceType::ClusterIP && spec.clusterIP == "None";
    if (isHeadlessClusterIP) {
        if (!spec.loadBalancerIP.empty())
            all.push_back("spec.loadBalancerIP is ignored for headless services");
        if (!spec.externalIPs.empty())
            all.push_back("spec.externalIPs is ignored for headless services");
        if (spec.sessionAffinity != ServiceAffinity::None)
            all.push_back("spec.SessionAffinity is ignored for headless services");
    }
    each(spec.externalIPs, "spec.externalIPs", ipWarnings);
    if (!spec.externalIPs.empty() && !isHeadlessClusterIP && spec.type != ServiceType::ExternalName)
        all.push_back("spec.externalIPs is deprecated and may no longer be implemented in some clusters");
    if (!spec.loadBalancerIP.empty())
        std::ranges::move(ipWarnings("spec.loadBalancerIP", spec.loadBalancerIP), std::back_inserter(all));
    each(spec.loadBalancerSourceRanges, "spec.loadBalancerSourceRanges", cidrWarnings);
    if (spec.type == ServiceType::ExternalName && !spec.externalIPs.empty())
        all.push_back("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
    if (spec.type != ServiceType::ExternalName && !spec.externalName.empty())
        all.push_back("spec.externalName is ignored when spec.type is not \"ExternalName\"");
    return all;
}

} // namespace kubarium::api
