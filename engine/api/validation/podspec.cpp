#include "gojson.h"
#include "meta.h"
#include "podparts.h"
#include "resources.h"
#include "shown.h"

#include "../podresources.h"

#include <limits>
#include <set>

namespace kubarium::api {

namespace {

// What the C library of a container can cope with.
constexpr std::size_t mostNameservers = 3;
constexpr std::size_t mostSearchDomains = 32;
constexpr std::size_t longestSearchList = 2048;

void checkResourceClaims(FieldErrors& errors, const List<PodResourceClaim>& claims, const FieldPath& path)
{
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < claims.size(); ++i) {
        const FieldPath at = path.index(i);
        const PodResourceClaim& claim = claims[i];
        if (claim.name.empty())
            errors.push_back(required(at.child("name")));
        else if (!names.insert(claim.name).second)
            errors.push_back(duplicate(at.child("name"), claim.name));
        else
            appendInvalid(errors, at.child("name"), claim.name, isDns1123Label(claim.name));

        const bool byName = claim.resourceClaimName.has_value();
        const bool byTemplate = claim.resourceClaimTemplateName.has_value();
        if (byName && byTemplate)
            errors.push_back(invalidShown(at, goJson(claim),
                "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"));
        if (!byName && !byTemplate)
            errors.push_back(invalidShown(
                at, goJson(claim), "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"));
        if (byName)
            appendInvalid(errors, at.child("resourceClaimName"), claim.resourceClaimName,
                isDns1123Subdomain(claim.resourceClaimName));
        if (byTemplate) {
            appendInvalid(errors, at.child("resourceClaimTemplateName"), claim.resourceClaimTemplateName,
                isDns1123Subdomain(claim.resourceClaimTemplateName));
        }
    }
}

// Amounts for the whole pod have to cover those of its containers.
void checkPodResources(FieldErrors& errors, const PodSpec& spec, const FieldPath& path)
{
    if (spec.os->name == OSName::Windows) {
        errors.push_back(forbidden(path, "may not be set for a windows pod"));
        return;
    }
    const ResourceRequirements& whole = *spec.resources;
    append(errors, validatePodResources(whole, path));

    for (const auto& [name, together] : containersRequests(spec)) {
        if (const Quantity* const request = whole.requests.find(name); request && together > *request) {
            errors.push_back(invalid(path.child("requests").key(name), *request,
                "must be greater than or equal to aggregate container requests of " + together.text()));
        }
    }
    // Huge pages cannot be promised twice: there the limits are summed up as well.
    for (const auto& [name, together] : containersLimits(spec)) {
        if (const Quantity* const limit = whole.limits.find(name); limit && isHugePages(name) && together > *limit) {
            errors.push_back(invalid(path.child("limits").key(name), *limit,
                "must be greater than or equal to aggregate container limits of " + together.text()));
        }
    }
    for (std::size_t i = 0; i < spec.containers.size(); ++i) {
        for (const auto& [name, own] : spec.containers[i].resources.limits) {
            if (const Quantity* const limit = whole.limits.find(name); limit && own > *limit) {
                errors.push_back(invalid(path.child("containers").index(i).key(name).child("limits"), own,
                    "must be less than or equal to pod limits of " + limit->text()));
            }
        }
    }
}

// On the node's network every port is the node's. Templates may leave it to the pods to say so.
void checkHostNetwork(FieldErrors& errors, const PodSpec& spec, const FieldPath& path, SpecOwner owner)
{
    if (!spec.hostNetwork)
        return;
    for (std::size_t i = 0; i < spec.containers.size(); ++i) {
        for (std::size_t j = 0; j < spec.containers[i].ports.size(); ++j) {
            const ContainerPort& port = spec.containers[i].ports[j];
            if ((owner == SpecOwner::Pod || port.hostPort != 0) && port.hostPort != port.containerPort) {
                errors.push_back(invalid(path.child("containers").index(i).child("ports").index(j).child("hostPort"),
                    port.hostPort, "must match `containerPort` when `hostNetwork` is true"));
            }
        }
    }
}

void checkDnsConfig(FieldErrors& errors, const PodSpec& spec, const FieldPath& path)
{
    const PodDNSConfig& dns = *spec.dnsConfig;
    const FieldPath nameservers = path.child("nameservers");
    const FieldPath searches = path.child("searches");
    if (spec.dnsPolicy == DNSPolicy::None && !spec.dnsConfig) {
        errors.push_back(required(path, "must provide `dnsConfig` when `dnsPolicy` is None"));
        return;
    }
    if (spec.dnsPolicy == DNSPolicy::None && dns.nameservers.empty()) {
        errors.push_back(required(nameservers, "must provide at least one DNS nameserver when `dnsPolicy` is None"));
        return;
    }
    if (dns.nameservers.size() > mostNameservers)
        errors.push_back(
            invalidShown(nameservers, shownList(dns.nameservers), "must not have more than 3 nameservers"));
    for (std::size_t i = 0; i < dns.nameservers.size(); ++i)
        appendInvalid(errors, nameservers.index(i), dns.nameservers[i], isIp(dns.nameservers[i]));

    if (dns.searches.size() > mostSearchDomains)
        errors.push_back(invalidShown(searches, shownList(dns.searches), "must not have more than 32 search paths"));
    std::size_t length = dns.searches.empty() ? 0 : dns.searches.size() - 1; // the blanks between them
    for (const Text& domain : dns.searches)
        length += domain.size();
    if (length > longestSearchList)
        errors.push_back(invalidShown(searches, shownList(dns.searches),
            "must not have more than 2048 characters (including spaces) in the search list"));
    for (std::size_t i = 0; i < dns.searches.size(); ++i) {
        std::string_view domain = dns.searches[i];
        if (domain == ".")
            continue;
        if (domain.ends_with('.'))
            domain.remove_suffix(1);
        appendInvalid(errors, searches.index(i), domain, isDns1123SubdomainWithUnderscore(domain));
    }
    for (std::size_t i = 0; i < dns.options.size(); ++i) {
        if (dns.options[i].name.empty())
            errors.push_back(required(path.child("options").index(i), "must not be empty"));
    }
}

void checkGates(FieldErrors& errors, const PodSpec& spec, const FieldPath& path)
{
    const FieldPath readiness = path.child("readinessGates");
    for (std::size_t i = 0; i < spec.readinessGates.size(); ++i)
        checkLabelKey(errors, spec.readinessGates[i].conditionType, readiness.index(i).child("conditionType"));
    const FieldPath scheduling = path.child("schedulingGates");
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < spec.schedulingGates.size(); ++i) {
        checkLabelKey(errors, spec.schedulingGates[i].name, scheduling.index(i));
        if (!seen.insert(spec.schedulingGates[i].name).second)
            errors.push_back(duplicate(scheduling.index(i), spec.schedulingGates[i].name));
    }
}

// Users of its own and the node's namespaces do not go together, nor do devices, whose owners nobody maps.
void checkHostUsers(FieldErrors& errors, const PodSpec& spec, const FieldPath& path)
{
    constexpr std::string_view withOwnUsers = "when `hostUsers` is false";
    if (spec.hostUsers.valueOr(true))
        return;
    if (spec.hostNetwork)
        errors.push_back(forbidden(path.child("hostNetwork"), withOwnUsers));
    if (spec.hostPID)
        errors.push_back(forbidden(path.child("HostPID"), withOwnUsers));
    if (spec.hostIPC)
        errors.push_back(forbidden(path.child("HostIPC"), withOwnUsers));
    eachContainer(spec, path, [&](const auto& container, const FieldPath& at) {
        if (!container.volumeDevices.empty())
            errors.push_back(forbidden(at.child("volumeDevices"), withOwnUsers));
    });
}

void checkHostAliases(FieldErrors& errors, const List<HostAlias>& aliases, const FieldPath& path)
{
    for (std::size_t i = 0; i < aliases.size(); ++i) {
        appendInvalid(errors, path.index(i).child("ip"), aliases[i].ip, isIp(aliases[i].ip));
        for (std::size_t j = 0; j < aliases[i].hostnames.size(); ++j)
            appendInvalid(errors, path.index(i).child("hostnames").index(j), aliases[i].hostnames[j],
                isDns1123Subdomain(aliases[i].hostnames[j]));
    }
}

// A name of another object, or of a host, where it is given.
void checkName(FieldErrors& errors, const Text& name, Objections (*rule)(std::string_view), const FieldPath& path)
{
    if (!name.empty())
        appendInvalid(errors, path, name, rule(name));
}

} // namespace

FieldErrors validatePodSpec(const PodSpec& spec, const ObjectMeta& meta, const FieldPath& path, SpecOwner owner)
{
    FieldErrors errors;
    if (!spec.terminationGracePeriodSeconds)
        errors.push_back(required(path.child("terminationGracePeriodSeconds")));

    KnownVolumes volumes;
    append(errors, validateVolumes(spec.volumes, meta, path.child("volumes"), volumes));
    checkResourceClaims(errors, spec.resourceClaims, path.child("resourceClaims"));
    ContainerContext context{spec, volumes, {}, spec.hostUsers.valueOr(true)};
    for (const PodResourceClaim& claim : spec.resourceClaims) {
        if (!claim.name.empty())
            context.claims.push_back(claim.name);
    }
    checkContainers(errors, context, path.child("containers"));
    checkInitContainers(errors, context, path.child("initContainers"));
    checkEphemeralContainers(errors, context, path.child("ephemeralContainers"));
    if (spec.resources)
        checkPodResources(errors, spec, path.child("resources"));

    checkHostNetwork(errors, spec, path, owner);
    checkChoice(errors, spec.restartPolicy, RestartPolicy::values, path.child("restartPolicy"));
    checkChoice(errors, spec.dnsPolicy, DNSPolicy::values, path.child("dnsPolicy"));
    checkLabels(errors, spec.nodeSelector, path.child("nodeSelector"));
    checkPodSecurity(errors, spec, path.child("securityContext"));
    checkAffinity(errors, *spec.affinity, path.child("affinity"));
    checkDnsConfig(errors, spec, path.child("dnsConfig"));
    checkGates(errors, spec, path);
    checkTopologySpread(errors, spec.topologySpreadConstraints, path.child("topologySpreadConstraints"));
    checkHostProcess(errors, spec, path);
    checkHostUsers(errors, spec, path);

    checkName(errors, spec.serviceAccountName, isDns1123Subdomain, path.child("serviceAccountName"));
    checkName(errors, spec.nodeName, isDns1123Subdomain, path.child("nodeName"));
    constexpr std::int64_t longest = std::numeric_limits<std::int32_t>::max();
    if (const auto& deadline = spec.activeDeadlineSeconds; deadline && (*deadline < 1 || *deadline > longest))
        errors.push_back(invalid(path.child("activeDeadlineSeconds"), *deadline, rangeSentence(1, longest)));
    checkName(errors, spec.hostname, isDns1123Label, path.child("hostname"));
    checkName(errors, spec.subdomain, isDns1123Label, path.child("subdomain"));
    append(errors, validateTolerations(spec.tolerations, path.child("tolerations")));
    checkHostAliases(errors, spec.hostAliases, path.child("hostAliases"));
    checkName(errors, spec.priorityClassName, isDns1123Subdomain, path.child("priorityClassName"));
    if (spec.runtimeClassName.has_value())
        appendInvalid(
            errors, path.child("runtimeClassName"), spec.runtimeClassName, isDns1123Subdomain(spec.runtimeClassName));
    if (spec.preemptionPolicy.has_value())
        checkChoice(errors, spec.preemptionPolicy, PreemptionPolicy::values, path.child("preemptionPolicy"));
    if (!spec.overhead.empty()) {
        ResourceRequirements overhead;
        overhead.limits = spec.overhead;
        append(errors, validateContainerResources(overhead, {}, path.child("overhead")));
    }
    if (spec.os)
        checkOperatingSystem(errors, spec, path);
    return errors;
}

FieldErrors validatePodSpec(const PodSpec& spec, const ObjectMeta& meta, const FieldPath& path)
{
    return validatePodSpec(spec, meta, path, SpecOwner::Pod);
}

// Labels and annotations are reported beside the spec and not below metadata, as the server has it.
FieldErrors validatePodTemplateSpec(const PodTemplateSpec& pod, const FieldPath& path)
{
    FieldErrors errors;
    checkLabels(errors, pod.metadata.labels, path.child("labels"));
    checkAnnotations(errors, pod.metadata.annotations, path.child("annotations"));
    checkPodAnnotations(errors, pod.metadata.annotations, *pod.spec, path.child("annotations"));
    append(errors,
        validatePodSpec(
            *pod.spec, ObjectMeta(), path.child("spec"), SpecOwner::Template)); // its pods have no names yet
    checkSeccompAgreement(errors, pod.metadata, *pod.spec, path.child("spec"));
    if (!pod.spec->ephemeralContainers.empty())
        errors.push_back(forbidden(
            path.child("spec").child("ephemeralContainers"), "ephemeral containers not allowed in pod template"));
    return errors;
}

} // namespace kubarium::api
