#include "../ipaddress.h"
#include "meta.h"
#include "network.h"

#include "api/types/core-meta.h"
#include "api/types/networking.h"

namespace kubarium::api {

namespace {

constexpr std::string_view classAnnotation = "kubernetes.io/ingress.class";
constexpr std::string_view notAddress = "must be a DNS name, not an IP address";

// What an update lets pass, because the object had it before there was a rule against it.
struct Leniency {
    bool secretNames = false;
    bool wildcardRules = false;
    bool serviceNames = false; // beginning with a digit
};

bool isWildcard(std::string_view host)
{
    return host.find('*') != host.npos;
}

Objections hostObjections(std::string_view host)
{
    return isWildcard(host) ? isWildcardDns1123Subdomain(host) : isDns1123Subdomain(host);
}

void checkResource(FieldErrors& errors, const TypedLocalObjectReference& resource, const FieldPath& path)
{
    if (resource.apiGroup)
        appendInvalid(errors, path.child("apiGroup"), resource.apiGroup, isDns1123Subdomain(resource.apiGroup));
    checkPathSegment(errors, resource.kind, path.child("kind"));
    checkPathSegment(errors, resource.name, path.child("name"));
}

void checkService(
    FieldErrors& errors, const IngressServiceBackend& service, const Leniency& leniency, const FieldPath& backend)
{
    const FieldPath path = backend.child("service");
    const FieldPath name = path.child("name");
    if (service.name.empty()) {
        errors.push_back(required(name));
    } else {
        appendInvalid(errors, name, service.name,
            leniency.serviceNames ? isDns1123Label(service.name) : isDns1035Label(service.name));
    }
    const Text& portName = service.port.name;
    const std::int32_t number = service.port.number;
    if (!portName.empty() && number != 0) {
        errors.push_back(invalid(backend, "", "cannot set both port name & port number"));
    } else if (!portName.empty()) {
        appendInvalid(errors, path.child("port").child("name"), portName, isPortName(portName));
    } else if (number != 0) {
        for (const std::string& objection : isPortNumber(number))
            errors.push_back(invalid(path.child("port").child("number"), number, objection));
    } else {
        errors.push_back(required(backend, "port name or number is required"));
    }
}

void checkBackend(FieldErrors& errors, const IngressBackend& backend, const Leniency& leniency, const FieldPath& path)
{
    if (backend.resource && backend.service)
        errors.push_back(invalid(path, "", "cannot set both resource and service backends"));
    else if (backend.resource)
        checkResource(errors, *backend.resource, path.child("resource"));
    else if (backend.service)
        checkService(errors, *backend.service, leniency, path);
    else
        errors.push_back(invalid(path, "", "resource or service backend is required"));
}

// Paths that mean the same are written in one way only, or rules would be easy to get around.
void checkExactPath(FieldErrors& errors, const Text& text, const FieldPath& path)
{
    for (const std::string_view inside : {"//", "/./", "/../", "%2f", "%2F"}) {
        if (text.view().find(inside) != std::string_view::npos)
            errors.push_back(invalid(path, text, "must not contain '" + std::string(inside) + "'"));
    }
    for (const std::string_view end : {"/..", "/."}) {
        if (text.view().ends_with(end))
            errors.push_back(invalid(path, text, "cannot end with '" + std::string(end) + "'"));
    }
}

void checkHttpPath(FieldErrors& errors, const HTTPIngressPath& rule, const Leniency& leniency, const FieldPath& path)
{
    if (!rule.pathType) {
        errors.push_back(required(path.child("pathType"), "pathType must be specified"));
        return;
    }
    const FieldPath text = path.child("path");
    const bool isAbsolute = rule.path.view().starts_with('/');
    if (rule.pathType == PathType::Exact || rule.pathType == PathType::Prefix) {
        if (!isAbsolute)
            errors.push_back(invalid(text, rule.path, "must be an absolute path"));
        checkExactPath(errors, rule.path, text);
    } else if (rule.pathType == PathType::ImplementationSpecific) {
        if (!rule.path.empty() && !isAbsolute)
            errors.push_back(invalid(text, rule.path, "must be an absolute path"));
    } else {
        checkSupported(errors, rule.pathType, PathType::values, path.child("pathType"));
    }
    checkBackend(errors, rule.backend, leniency, path.child("backend"));
}

void checkPaths(FieldErrors& errors, const IngressRule& rule, const Leniency& leniency, const FieldPath& path)
{
    if (!rule.http)
        return;
    const FieldPath paths = path.child("http").child("paths");
    if (rule.http->paths.empty())
        errors.push_back(required(paths));
    for (std::size_t i = 0; i < rule.http->paths.size(); ++i)
        checkHttpPath(errors, rule.http->paths[i], leniency, paths.index(i));
}

void checkRule(FieldErrors& errors, const IngressRule& rule, const Leniency& leniency, const FieldPath& path)
{
    if (!rule.host.empty()) {
        if (IpAddress::parse(rule.host))
            errors.push_back(invalid(path.child("host"), rule.host, notAddress));
        appendInvalid(errors, path.child("host"), rule.host, hostObjections(rule.host));
    }
    if (!isWildcard(rule.host) || !leniency.wildcardRules)
        checkPaths(errors, rule, leniency, path);
}

Objections secretObjections(std::string_view name)
{
    return name.empty() ? Objections() : isDns1123Subdomain(name);
}

void checkTls(FieldErrors& errors, const IngressTLS& tls, const Leniency& leniency, const FieldPath& path)
{
    for (std::size_t i = 0; i < tls.hosts.size(); ++i)
        appendInvalid(errors, path.child("hosts").index(i), tls.hosts[i], hostObjections(tls.hosts[i]));
    if (!leniency.secretNames)
        appendInvalid(errors, path.child("secretName"), tls.secretName, secretObjections(tls.secretName));
}

FieldErrors validateWhole(const Ingress& ingress, const Leniency& leniency)
{
    FieldErrors errors = validateObjectMeta(ingress.metadata, true, subdomainName, FieldPath("metadata"));
    const IngressSpec& spec = *ingress.spec;
    const FieldPath path("spec");
    if (spec.rules.empty() && !spec.defaultBackend)
        errors.push_back(invalidShown(path, "null", "either `defaultBackend` or `rules` must be specified"));
    if (spec.defaultBackend)
        checkBackend(errors, *spec.defaultBackend, leniency, path.child("defaultBackend"));
    for (std::size_t i = 0; i < spec.rules.size(); ++i)
        checkRule(errors, spec.rules[i], leniency, path.child("rules").index(i));
    for (std::size_t i = 0; i < spec.tls.size(); ++i)
        checkTls(errors, spec.tls[i], leniency, path.child("tls").index(i));
    if (spec.ingressClassName) {
        appendInvalid(
            errors, path.child("ingressClassName"), spec.ingressClassName, subdomainName(spec.ingressClassName, false));
    }
    return errors;
}

bool hasDigitFirst(const IngressBackend& backend)
{
    const Text& name = backend.service->name;
    return isDns1123Label(name).empty() && !isDns1035Label(name).empty();
}

Leniency learnedFrom(const Ingress& old)
{
    Leniency leniency;
    const IngressSpec& spec = *old.spec;
    for (const IngressTLS& tls : spec.tls)
        leniency.secretNames |= !secretObjections(tls.secretName).empty();
    leniency.serviceNames = spec.defaultBackend->service && hasDigitFirst(*spec.defaultBackend);
    for (const IngressRule& rule : spec.rules) {
        FieldErrors errors;
        checkPaths(errors, rule, {}, FieldPath());
        leniency.wildcardRules |= isWildcard(rule.host) && !errors.empty();
        for (const HTTPIngressPath& path : rule.http->paths)
            leniency.serviceNames |= path.backend.service && hasDigitFirst(path.backend);
    }
    return leniency;
}

void checkAddress(FieldErrors& errors, const IngressLoadBalancerIngress& address, bool known, const FieldPath& path)
{
    if (!address.ip.empty() && !known)
        appendInvalid(errors, path.child("ip"), address.ip, isIp(address.ip));
    if (address.hostname.empty())
        return;
    appendInvalid(errors, path.child("hostname"), address.hostname, isDns1123Subdomain(address.hostname));
    if (IpAddress::parse(address.hostname))
        errors.push_back(invalid(path.child("hostname"), address.hostname, notAddress));
}

} // namespace

FieldErrors validate(const Ingress& ingress)
{
    FieldErrors errors = validateWhole(ingress, {});
    const Text* const annotated = ingress.metadata.annotations.find(classAnnotation);
    const Text& named = ingress.spec->ingressClassName;
    if (annotated && named && !(*annotated == named)) {
        errors.push_back(invalid(FieldPath("annotations").child(classAnnotation), *annotated,
            "must match `ingressClassName` when both are specified"));
    }
    return errors;
}

FieldErrors validateUpdate(const Ingress& now, const Ingress& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validateWhole(now, learnedFrom(old)));
    return errors;
}

FieldErrors validateStatusUpdate(const Ingress& now, const Ingress& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    const List<IngressLoadBalancerIngress>& addresses = now.status->loadBalancer.ingress;
    const List<IngressLoadBalancerIngress>& before = old.status->loadBalancer.ingress;
    const FieldPath path = FieldPath("status").child("loadBalancer").child("ingress");
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const bool known = std::any_of(before.begin(), before.end(),
            [&](const IngressLoadBalancerIngress& other) { return other.ip == addresses[i].ip; });
        checkAddress(errors, addresses[i], known, path.index(i));
    }
    return errors;
}

std::vector<std::string> warnings(const Ingress& ingress)
{
    if (!ingress.metadata.annotations.contains(classAnnotation) || ingress.spec->ingressClassName)
        return {};
    return {"annotation " + shown(classAnnotation) + " is deprecated, please use 'spec.ingressClassName' instead"};
}

} // namespace kubarium::api
