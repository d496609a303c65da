#include "podparts.h"
#include "resources.h"

#include "../podresources.h"

#include <array>
#include <set>

namespace kubarium::api {

namespace {

constexpr std::array<std::string_view, 3> portProtocols = {"SCTP", "TCP", "UDP"};
constexpr std::array<std::string_view, 3> pullPolicies = {"Always", "IfNotPresent", "Never"};
constexpr std::string_view withoutAlways = "may not be set for init containers without restartPolicy=Always";
constexpr std::string_view notEphemeral = "cannot be set for an Ephemeral Container";

void checkPortNumber(FieldErrors& errors, std::int32_t port, const FieldPath& path)
{
    for (const std::string& sentence : isPortNumber(port))
        errors.push_back(invalid(path, port, sentence));
}

void checkPorts(FieldErrors& errors, const List<ContainerPort>& ports, const FieldPath& path)
{
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        const FieldPath at = path.index(i);
        const ContainerPort& port = ports[i];
        if (!port.name.empty()) {
            const Objections objections = isPortName(port.name);
            appendInvalid(errors, at.child("name"), port.name, objections);
            if (objections.empty() && !names.insert(port.name).second)
                errors.push_back(duplicate(at.child("name"), port.name));
        }
        if (port.containerPort == 0)
            errors.push_back(required(at.child("containerPort")));
        else
            checkPortNumber(errors, port.containerPort, at.child("containerPort"));
        if (port.hostPort != 0)
            checkPortNumber(errors, port.hostPort, at.child("hostPort"));
        checkChoice(errors, port.protocol, portProtocols, at.child("protocol"));
    }
}

// Two containers that run together cannot hold the same port of the node.
void checkHostPorts(FieldErrors& errors, std::span<const Container> together, const FieldPath& path)
{
    std::set<std::string> held;
    for (std::size_t i = 0; i < together.size(); ++i) {
        for (std::size_t j = 0; j < together[i].ports.size(); ++j) {
            const ContainerPort& port = together[i].ports[j];
            if (port.hostPort == 0)
                continue;
            const std::string key = port.protocol.str() + '/' + port.hostIP.str() + '/' + std::to_string(port.hostPort);
            if (!held.insert(key).second)
                errors.push_back(
                    duplicate(path.index(i).child("ports").index(j).child("hostPort"), std::string_view(key)));
        }
    }
}

void checkResizePolicy(FieldErrors& errors, const List<ContainerResizePolicy>& policies, const Text& podRestartPolicy,
    const FieldPath& path)
{
    static constexpr std::array<std::string_view, 2> resizable = {"cpu", "memory"};
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < policies.size(); ++i) {
        const ContainerResizePolicy& policy = policies[i];
        if (!seen.insert(policy.resourceName).second)
            errors.push_back(duplicate(path.index(i), policy.resourceName));
        checkChoice(errors, policy.resourceName, resizable, path);
        checkChoice(errors, policy.restartPolicy, ResourceResizeRestartPolicy::values, path);
        if (podRestartPolicy == RestartPolicy::Never
            && policy.restartPolicy != ResourceResizeRestartPolicy::NotRequired)
            errors.push_back(
                invalid(path, policy.restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'"));
    }
}

// What holds for every container, whatever its kind.
template <class AnyContainer>
void checkCommon(
    FieldErrors& errors, const AnyContainer& container, const ContainerContext& context, const FieldPath& path)
{
    if (container.name.empty())
        errors.push_back(required(path.child("name")));
    else
        appendInvalid(errors, path.child("name"), container.name, isDns1123Label(container.name));
    if (container.image.empty())
        errors.push_back(required(path.child("image")));
    checkChoice(errors, container.terminationMessagePolicy, TerminationMessagePolicy::values,
        path.child("terminationMessagePolicy"));
    checkPorts(errors, container.ports, path.child("ports"));
    checkEnv(errors, container.env, path.child("env"));
    checkEnvFrom(errors, container.envFrom, path.child("envFrom"));
    const bool privileged = container.securityContext->privileged.valueOr(false);
    append(errors,
        validateVolumeMounts(
            container.volumeMounts, container.volumeDevices, context.volumes, privileged, path.child("volumeMounts")));
    append(errors,
        validateVolumeDevices(
            container.volumeDevices, container.volumeMounts, context.volumes, path.child("volumeDevices")));
    checkChoice(errors, container.imagePullPolicy, pullPolicies, path.child("imagePullPolicy"));
    append(errors, validateContainerResources(container.resources, context.claims, path.child("resources")));
    checkResizePolicy(errors, container.resizePolicy, context.spec.restartPolicy, path.child("resizePolicy"));
    if (container.securityContext)
        checkContainerSecurity(errors, *container.securityContext, context.hostUsers, path.child("securityContext"));
}

// Health checks and hooks are for containers that go on running.
void checkRunning(FieldErrors& errors, const Container& container, const PodSpec& spec, const FieldPath& path)
{
    if (container.lifecycle)
        checkLifecycle(errors, container.lifecycle, spec, path.child("lifecycle"));
    checkLivenessProbe(errors, container.livenessProbe, path.child("livenessProbe"));
    checkReadinessProbe(errors, container.readinessProbe, path.child("readinessProbe"));
    checkStartupProbe(errors, container.startupProbe, path.child("startupProbe"));
}

void forbidRunning(FieldErrors& errors, const Container& container, const FieldPath& path)
{
    if (container.lifecycle)
        errors.push_back(forbidden(path.child("lifecycle"), withoutAlways));
    if (container.livenessProbe)
        errors.push_back(forbidden(path.child("livenessProbe"), withoutAlways));
    if (container.readinessProbe)
        errors.push_back(forbidden(path.child("readinessProbe"), withoutAlways));
    if (container.startupProbe)
        errors.push_back(forbidden(path.child("startupProbe"), withoutAlways));
}

// For a look inside, not for work: nothing else may come to depend on such a container.
void checkEphemeralFields(FieldErrors& errors, const EphemeralContainer& container, const FieldPath& path)
{
    const auto refuse = [&](bool isSet, std::string_view name) {
        if (isSet)
            errors.push_back(forbidden(path.child(name), notEphemeral));
    };
    refuse(!container.ports.empty(), "ports");
    refuse(!(container.resources == ResourceRequirements()), "resources");
    refuse(!container.resizePolicy.empty(), "resizePolicy");
    refuse(container.restartPolicy.has_value(), "restartPolicy");
    refuse(!container.restartPolicyRules.empty(), "restartPolicyRules");
    refuse(bool(container.livenessProbe), "livenessProbe");
    refuse(bool(container.readinessProbe), "readinessProbe");
    refuse(bool(container.startupProbe), "startupProbe");
    refuse(bool(container.lifecycle), "lifecycle");
    for (std::size_t i = 0; i < container.volumeMounts.size(); ++i) {
        const FieldPath mount = path.child("volumeMounts").index(i);
        if (!container.volumeMounts[i].subPath.empty())
            errors.push_back(forbidden(mount.child("subPath"), notEphemeral));
        if (!container.volumeMounts[i].subPathExpr.empty())
            errors.push_back(forbidden(mount.child("subPathExpr"), notEphemeral));
    }
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\n\v\f\r";
    const std::size_t begin = text.find_first_not_of(blanks);
    return begin == std::string_view::npos ? std::string_view()
                                           : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

void checkImageText(FieldErrors& errors, const Text& image, const FieldPath& path)
{
    if (trimmed(image).size() != image.size())
        errors.push_back(invalid(path.child("image"), image, "must not have leading or trailing whitespace"));
}

} // namespace

void checkContainers(FieldErrors& errors, const ContainerContext& context, const FieldPath& path)
{
    const List<Container>& containers = context.spec.containers;
    if (containers.empty()) {
        errors.push_back(required(path));
        return;
    }
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < containers.size(); ++i) {
        const FieldPath at = path.index(i);
        checkCommon(errors, containers[i], context, at);
        if (!names.insert(containers[i].name).second)
            errors.push_back(duplicate(at.child("name"), containers[i].name));
        checkRunning(errors, containers[i], context.spec, at);
        if (containers[i].restartPolicy.has_value())
            errors.push_back(forbidden(at.child("restartPolicy"), "may not be set for non-init containers"));
    }
    checkHostPorts(errors, containers, path);
}

void checkInitContainers(FieldErrors& errors, const ContainerContext& context, const FieldPath& path)
{
    std::set<std::string_view> names;
    for (const Container& container : context.spec.containers)
        names.insert(container.name);
    for (std::size_t i = 0; i < context.spec.initContainers.size(); ++i) {
        const FieldPath at = path.index(i);
        const Container& container = context.spec.initContainers[i];
        checkCommon(errors, container, context, at);
        if (container.restartPolicy.has_value() && !isSidecar(container))
            errors.push_back(
                notSupported(at.child("restartPolicy"), container.restartPolicy, ContainerRestartPolicy::values));
        if (names.contains(container.name))
            errors.push_back(duplicate(at.child("name"), container.name));
        else if (!container.name.empty())
            names.insert(container.name);
        // They run one after the other, so each is judged for itself; the server then counts it as the first.
        checkHostPorts(errors, {&container, 1}, path);
        if (isSidecar(container))
            checkRunning(errors, container, context.spec, at);
        else
            forbidRunning(errors, container, at);
    }
}

void checkEphemeralContainers(FieldErrors& errors, const ContainerContext& context, const FieldPath& path)
{
    std::set<std::string_view> targets;
    for (const Container& container : context.spec.containers)
        targets.insert(container.name);
    for (const Container& container : context.spec.initContainers)
        targets.insert(container.name);
    std::set<std::string_view> names = targets;
    for (std::size_t i = 0; i < context.spec.ephemeralContainers.size(); ++i) {
        const FieldPath at = path.index(i);
        const EphemeralContainer& container = context.spec.ephemeralContainers[i];
        checkCommon(errors, container, context, at);
        checkImageText(errors, container.image, at);
        if (!names.insert(container.name).second)
            errors.push_back(duplicate(at.child("name"), container.name));
        if (!container.targetContainerName.empty() && !targets.contains(container.targetContainerName))
            errors.push_back(notFound(at.child("targetContainerName"), container.targetContainerName));
        checkEphemeralFields(errors, container, at);
    }
}

// Templates may carry a blank image, which some tools take for "to be filled in".
void checkImagesOfPod(FieldErrors& errors, const PodSpec& spec, const FieldPath& path)
{
    for (std::size_t i = 0; i < spec.containers.size(); ++i)
        checkImageText(errors, spec.containers[i].image, path.child("containers").index(i));
    for (std::size_t i = 0; i < spec.initContainers.size(); ++i)
        checkImageText(errors, spec.initContainers[i].image, path.child("initContainers").index(i));
}

bool checkContainerUpdates(
    FieldErrors& errors, const List<Container>& now, const List<Container>& old, const FieldPath& path)
{
    if (now.size() != old.size()) {
        errors.push_back(forbidden(path, "pod updates may not add or remove containers"));
        return false;
    }
    for (std::size_t i = 0; i < now.size(); ++i) {
        if (now[i].image.empty())
            errors.push_back(required(path.index(i).child("image")));
        checkImageText(errors, now[i].image, path.index(i));
    }
    return true;
}

} // namespace kubarium::api
