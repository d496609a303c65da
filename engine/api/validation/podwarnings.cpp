#include "nodeselector.h"
#include "podparts.h"

#include "../ipaddress.h"

#include <array>
#include <map>
#include <set>

namespace kubarium::api {

namespace {

using Warnings = std::vector<std::string>;

void warn(Warnings& warnings, const FieldPath& path, std::string_view sentence)
{
    warnings.push_back(path.text() + ": " + std::string(sentence));
}

// A selector that is not there chooses nothing; one that is empty chooses everything.
void warnOfNoSelector(Warnings& warnings, const Box<LabelSelector>& selector, const FieldPath& path)
{
    if (!selector)
        warn(warnings, path, "a null labelSelector results in matching no pod");
}

void warnOfLabelValues(Warnings& warnings, const NodeSelectorTerm& term, const FieldPath& path)
{
    for (std::size_t i = 0; i < term.matchExpressions.size(); ++i) {
        const List<Text>& values = term.matchExpressions[i].values;
        for (std::size_t j = 0; j < values.size(); ++j) {
            for (const std::string& sentence : isLabelValue(values[j]))
                warn(warnings, path.child("matchExpressions").index(i).child("values").index(j),
                    values[j].str() + " is invalid, " + sentence);
        }
    }
}

void warnOfNodes(Warnings& warnings, const PodSpec& spec, const FieldPath& path)
{
    for (const auto& [key, value] : spec.nodeSelector) {
        if (const std::string_view sentence = deprecatedNodeLabel(key); !sentence.empty())
            warn(warnings, path.child("nodeSelector").key(key), sentence);
    }
    const NodeAffinity& affinity = *spec.affinity->nodeAffinity;
    const FieldPath affinityPath = path.child("affinity").child("nodeAffinity");
    const List<NodeSelectorTerm>& terms = affinity.requiredDuringSchedulingIgnoredDuringExecution->nodeSelectorTerms;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        warnOfNodeSelectorTerm(warnings, terms[i],
            affinityPath.child("requiredDuringSchedulingIgnoredDuringExecution").child("nodeSelectorTerms").index(i));
    }
    for (std::size_t i = 0; i < affinity.preferredDuringSchedulingIgnoredDuringExecution.size(); ++i) {
        const NodeSelectorTerm& wish = affinity.preferredDuringSchedulingIgnoredDuringExecution[i].preference;
        const FieldPath at =
            affinityPath.child("preferredDuringSchedulingIgnoredDuringExecution").index(i).child("preference");
        warnOfNodeSelectorTerm(warnings, wish, at);
        warnOfLabelValues(warnings, wish, at);
    }
    for (std::size_t i = 0; i < spec.topologySpreadConstraints.size(); ++i) {
        const TopologySpreadConstraint& constraint = spec.topologySpreadConstraints[i];
        const FieldPath at = path.child("topologySpreadConstraints").index(i);
        if (const std::string_view sentence = deprecatedNodeLabel(constraint.topologyKey); !sentence.empty())
            warn(warnings, at.child("topologyKey"), constraint.topologyKey.str() + " is " + std::string(sentence));
        warnOfNoSelector(warnings, constraint.labelSelector, at.child("labelSelector"));
    }
}

void warnOfAnnotations(Warnings& warnings, const ObjectMeta& meta, const FieldPath& path)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> old = {{
        {"scheduler.alpha.kubernetes.io/critical-pod",
            "non-functional in v1.16+; use the \"priorityClassName\" field instead"},
        {"security.alpha.kubernetes.io/sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"},
        {"security.alpha.kubernetes.io/unsafe-sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"},
    }};
    for (const auto& [key, sentence] : old) {
        if (meta.annotations.contains(key))
            warn(warnings, path.key(key), sentence);
    }
}

// Lists in which a second entry of one name hides or repeats the first.
void warnOfRepetitions(Warnings& warnings, const PodSpec& spec, const FieldPath& path)
{
    std::set<std::string_view> ips;
    for (std::size_t i = 0; i < spec.hostAliases.size(); ++i) {
        if (!ips.insert(spec.hostAliases[i].ip).second)
            warn(warnings, path.child("hostAliases").index(i).child("ip"),
                "duplicate ip " + shown(spec.hostAliases[i].ip));
    }
    std::set<std::string_view> secrets;
    const FieldPath secretPath = path.child("imagePullSecrets");
    for (std::size_t i = 0; i < spec.imagePullSecrets.size(); ++i) {
        if (!secrets.insert(spec.imagePullSecrets[i].name).second)
            warn(warnings, secretPath.index(i).child("name"), "duplicate name " + shown(spec.imagePullSecrets[i].name));
    }
    for (std::size_t i = 0; i < spec.imagePullSecrets.size(); ++i) {
        if (spec.imagePullSecrets[i].name.empty())
            warn(warnings, secretPath.index(i).child("name"), "invalid empty name \"\"");
    }
}

// Half a byte: usually a unit that was forgotten, as in 100m for 100Mi.
void warnOfFractions(Warnings& warnings, const Map<Quantity>& resources, std::string_view name, const FieldPath& path)
{
    if (const Quantity* const amount = resources.find(name); amount && amount->milli() % 1000 != 0)
        warn(warnings, path.key(name),
            "fractional byte value " + shown(std::string_view(amount->text())) + " is invalid, must be an integer");
}

void warnOfEnv(Warnings& warnings, const List<EnvVar>& variables, const FieldPath& path)
{
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < variables.size(); ++i) {
        const EnvVar& variable = variables[i];
        if (names.insert(variable.name).second)
            continue;
        // PATH=$(PATH):/more builds on the first definition; anything else throws it away.
        const std::string reference = "$(" + variable.name.str() + ")";
        if (variable.valueFrom || variable.value == reference
            || variable.value.view().find(reference) == std::string_view::npos)
            warn(warnings, path.index(i),
                "hides previous definition of " + shown(variable.name) + ", which may be dropped when using apply");
    }
}

template <class AnyContainer>
void warnOfContainer(Warnings& warnings, const AnyContainer& container, const ObjectMeta& meta, bool warnsOfAppArmor,
    const FieldPath& metaPath, const FieldPath& path)
{
    const std::string seccomp = std::string(seccompContainerAnnotationPrefix) + container.name.str();
    if (!container.securityContext->seccompProfile && meta.annotations.contains(seccomp))
        warn(warnings, metaPath.key(seccomp), "non-functional in v1.27+; use the \"seccompProfile\" field instead");
    const std::string appArmor = std::string(appArmorAnnotationPrefix) + container.name.str();
    if (warnsOfAppArmor && !container.securityContext->appArmorProfile && meta.annotations.contains(appArmor))
        warn(warnings, metaPath.key(appArmor), "deprecated since v1.30; use the \"appArmorProfile\" field instead");
    const FieldPath resources = path.child("resources");
    for (const std::string_view name : {"memory", "ephemeral-storage"}) {
        warnOfFractions(warnings, container.resources.limits, name, resources.child("limits"));
        warnOfFractions(warnings, container.resources.requests, name, resources.child("requests"));
    }
    warnOfEnv(warnings, container.env, path.child("env"));
}

// Go's way of showing a struct: {Name:web HostPort:0 ContainerPort:80 Protocol:TCP HostIP:10.0.0.1}
std::string goPrinted(const ContainerPort& port)
{
    return "{Name:" + port.name.str() + " HostPort:" + std::to_string(port.hostPort)
        + " ContainerPort:" + std::to_string(port.containerPort) + " Protocol:" + port.protocol.str()
        + " HostIP:" + port.hostIP.str() + "}";
}

// How a port disagrees with an earlier one of the same number and protocol; empty if it does not.
std::string_view conflict(const ContainerPort& port, const ContainerPort& earlier)
{
    if (port.hostIP == earlier.hostIP && port.hostPort == earlier.hostPort)
        return "duplicate port definition with ";
    if (port.hostPort == 0 || earlier.hostPort == 0)
        return "overlapping port definition with ";
    if (port.hostPort == earlier.hostPort && port.hostIP.empty() != earlier.hostIP.empty())
        return "dangerously ambiguous port definition with ";
    return {};
}

void warnOfPorts(Warnings& warnings, const PodSpec& spec, const FieldPath& path)
{
    struct Known {
        const ContainerPort* port;
        std::string path;
    };

    std::map<std::pair<std::int32_t, std::string_view>, std::vector<Known>> known; // by number and protocol
    eachContainer(spec, path, [&](const auto& container, const FieldPath& containerPath) {
        for (std::size_t i = 0; i < container.ports.size(); ++i) {
            const ContainerPort& port = container.ports[i];
            const FieldPath at = containerPath.child("ports").index(i);
            if (!port.hostIP.empty() && port.hostPort == 0)
                warn(warnings, at, "hostIP set without hostPort: " + goPrinted(port));
            std::vector<Known>& earlier = known[{port.containerPort, port.protocol.view()}];
            for (const Known& other : earlier) {
                if (const std::string_view how = conflict(port, *other.port); !how.empty())
                    warn(warnings, at, std::string(how) + other.path);
            }
            earlier.push_back({&port, at.text()});
        }
    });
}

template <class PodAffinityOrAnti>
void warnOfPodAffinity(Warnings& warnings, const PodAffinityOrAnti& affinity, const FieldPath& path)
{
    const FieldPath musts = path.child("requiredDuringSchedulingIgnoredDuringExecution");
    for (std::size_t i = 0; i < affinity.requiredDuringSchedulingIgnoredDuringExecution.size(); ++i)
        warnOfNoSelector(warnings, affinity.requiredDuringSchedulingIgnoredDuringExecution[i].labelSelector,
            musts.index(i).child("labelSelector"));
    const FieldPath wishes = path.child("preferredDuringSchedulingIgnoredDuringExecution");
    for (std::size_t i = 0; i < affinity.preferredDuringSchedulingIgnoredDuringExecution.size(); ++i) {
        warnOfNoSelector(warnings,
            affinity.preferredDuringSchedulingIgnoredDuringExecution[i].podAffinityTerm.labelSelector,
            wishes.index(i).child("podAffinityTerm").child("labelSelector"));
    }
}

void warnOfAddresses(Warnings& warnings, const PodSpec& spec, const FieldPath& path)
{
    const auto add = [&](const FieldPath& at, std::string_view ip) {
        for (std::string& warning : ipWarnings(at.text(), ip))
            warnings.push_back(std::move(warning));
    };
    for (std::size_t i = 0; i < spec.dnsConfig->nameservers.size(); ++i)
        add(path.child("dnsConfig").child("nameservers").index(i), spec.dnsConfig->nameservers[i]);
    for (std::size_t i = 0; i < spec.hostAliases.size(); ++i)
        add(path.child("hostAliases").index(i).child("ip"), spec.hostAliases[i].ip);
}

// An annotation from the time before the field. On its way in, the server copies it into the field, and says so if it
// cannot or if the pod's own profile says otherwise.
template <class AnyContainer>
bool isCopiedFromAnnotation(
    const AnyContainer& container, const Box<AppArmorProfile>& ofPod, std::string_view annotation)
{
    AppArmorProfile meant;
    constexpr std::string_view localhost = "localhost/";
    if (annotation == "unconfined")
        meant.type = Text(AppArmorProfileType::Unconfined);
    else if (annotation == "runtime/default")
        meant.type = Text(AppArmorProfileType::RuntimeDefault);
    else if (annotation.starts_with(localhost) && annotation.size() > localhost.size())
        meant = {.type = Text(AppArmorProfileType::Localhost),
            .localhostProfile = Text(annotation.substr(localhost.size()))};
    return !container.securityContext->appArmorProfile && (meant.type.empty() || !ofPod || !(*ofPod == meant));
}

void warnOfAppArmorAnnotations(Warnings& warnings, const Pod& pod)
{
    if (pod.spec->os->name == OSName::Windows)
        return;
    eachContainer(*pod.spec, FieldPath("spec"), [&](const auto& container, const FieldPath&) {
        const std::string key = std::string(appArmorAnnotationPrefix) + container.name.str();
        const Text* const annotation = pod.metadata.annotations.find(key);
        if (annotation && isCopiedFromAnnotation(container, pod.spec->securityContext->appArmorProfile, *annotation))
            warn(warnings, FieldPath("metadata").child("annotations").key(key),
                "deprecated since v1.30; use the \"appArmorProfile\" field instead");
    });
}

} // namespace

std::vector<std::string> podWarnings(
    const PodSpec& spec, const ObjectMeta& meta, const FieldPath& path, bool isTemplate)
{
    Warnings warnings;
    const FieldPath specPath = path.child("spec");
    const FieldPath annotations = path.child("metadata").child("annotations");
    warnOfNodes(warnings, spec, specPath);
    warnOfAnnotations(warnings, meta, annotations);
    for (std::string& warning : volumeWarnings(spec.volumes, specPath.child("volumes")))
        warnings.push_back(std::move(warning));
    warnOfRepetitions(warnings, spec, specPath);
    for (const std::string_view name : {"memory", "ephemeral-storage"})
        warnOfFractions(warnings, spec.overhead, name, specPath.child("overhead"));
    if (!spec.securityContext->seccompProfile && meta.annotations.contains(seccompPodAnnotation))
        warn(warnings, annotations.key(seccompPodAnnotation),
            "non-functional in v1.27+; use the \"seccompProfile\" field instead");
    const bool warnsOfAppArmor = isTemplate && !spec.securityContext->appArmorProfile;
    eachContainer(spec, specPath, [&](const auto& container, const FieldPath& at) {
        warnOfContainer(warnings, container, meta, warnsOfAppArmor, annotations, at);
    });
    warnOfPorts(warnings, spec, specPath);
    if (spec.terminationGracePeriodSeconds.valueOr(0) < 0)
        warn(warnings, specPath.child("terminationGracePeriodSeconds"),
            "must be >= 0; negative values are invalid and will be treated as 1");
    warnOfPodAffinity(warnings, *spec.affinity->podAffinity, specPath.child("affinity").child("podAffinity"));
    warnOfPodAffinity(warnings, *spec.affinity->podAntiAffinity, specPath.child("affinity").child("podAntiAffinity"));
    warnOfAddresses(warnings, spec, specPath);
    return warnings;
}

std::vector<std::string> warnings(const Pod& pod)
{
    Warnings all;
    warnOfAppArmorAnnotations(all, pod);
    std::string objections;
    for (const std::string& sentence : isDns1123Label(pod.metadata.name))
        objections += (objections.empty() ? "" : " ") + sentence;
    if (!objections.empty()) {
        warn(all, FieldPath("metadata").child("name"),
            "this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: ["
                + objections + "]");
    }
    for (std::string& warning : podWarnings(*pod.spec, pod.metadata, FieldPath(), false))
        all.push_back(std::move(warning));
    return all;
}

std::vector<std::string> warnings(const PodTemplate& pods)
{
    return podWarnings(*pods.template_->spec, pods.template_->metadata, FieldPath("template"), true);
}

} // namespace kubarium::api
