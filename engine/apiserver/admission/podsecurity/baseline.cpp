#include "checks.h"
#include "words.h"

#include "api/types/core-volumes.h"

#include <algorithm>
#include <array>

namespace kubarium::apiserver::podsecurity {

namespace {

template <std::size_t size> bool isOneOf(std::string_view name, const std::array<std::string_view, size>& names)
{
    return std::ranges::find(names, name) != names.end();
}

// AppArmor

constexpr std::string_view appArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

bool isAllowedProfile(std::string_view annotation)
{
    return annotation.empty() || annotation == "runtime/default" || annotation.starts_with("localhost/");
}

bool isConfined(const api::Box<api::AppArmorProfile>& profile)
{
    return !profile || profile->type == "RuntimeDefault" || profile->type == "Localhost";
}

Finding appArmorProfile(const api::ObjectMeta& meta, const api::PodSpec& spec)
{
    std::vector<std::string> bad;
    Values types;
    const auto& ofPod = spec.securityContext->appArmorProfile;
    if (!isConfined(ofPod)) {
        bad.emplace_back("pod");
        types.insert(ofPod->type.str());
    }
    Names containers;
    visitContainers(spec, [&](const auto& container) {
        const auto& profile = container.securityContext->appArmorProfile;
        if (isConfined(profile))
            return;
        containers.push_back(container.name.str());
        types.insert(profile->type.str());
    });
    if (!containers.empty())
        bad.push_back(containersNamed(containers));
    std::vector<std::string> values(types.begin(), types.end());
    Names annotations;
    for (const auto& [key, value] : meta.annotations) {
        if (key.view().starts_with(appArmorAnnotation) && !isAllowedProfile(value))
            annotations.push_back(key.str() + "=" + api::goQuoted(value));
    }
    if (!annotations.empty()) {
        bad.push_back(plural(annotations.size(), "annotation", "annotations"));
        values.insert(values.end(), annotations.begin(), annotations.end());
    }
    if (bad.empty())
        return std::nullopt;
    std::string who;
    for (const std::string& one : bad)
        who += (who.empty() ? "" : " and ") + one;
    return Violation{plural(values.size(), "forbidden AppArmor profile", "forbidden AppArmor profiles"),
        who + " must not set AppArmor profile type to " + quotedList(values)};
}

// Capabilities

constexpr std::array<std::string_view, 13> defaultCapabilities = {"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER",
    "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"};

Finding capabilities(const api::ObjectMeta&, const api::PodSpec& spec)
{
    Names containers;
    Values added;
    visitContainers(spec, [&](const auto& container) {
        bool isBad = false;
        for (const api::Text& capability : container.securityContext->capabilities->add) {
            if (isOneOf(capability, defaultCapabilities))
                continue;
            isBad = true;
            added.insert(capability.str());
        }
        if (isBad)
            containers.push_back(container.name.str());
    });
    if (containers.empty())
        return std::nullopt;
    return Violation{"non-default capabilities",
        containersNamed(containers) + " must not include " + quotedList(added)
            + " in securityContext.capabilities.add"};
}

// The host

Finding hostNamespaces(const api::ObjectMeta&, const api::PodSpec& spec)
{
    std::string shared;
    const auto tell = [&](bool isShared, const char* what) {
        if (isShared)
            shared += (shared.empty() ? "" : ", ") + std::string(what) + "=true";
    };
    tell(spec.hostNetwork, "hostNetwork");
    tell(spec.hostPID, "hostPID");
    tell(spec.hostIPC, "hostIPC");
    return shared.empty() ? std::nullopt : Finding(Violation{"host namespaces", shared});
}

Finding hostPathVolumes(const api::ObjectMeta&, const api::PodSpec& spec)
{
    Names volumes;
    for (const api::Volume& volume : spec.volumes) {
        if (volume.hostPath)
            volumes.push_back(volume.name.str());
    }
    if (volumes.empty())
        return std::nullopt;
    return Violation{"hostPath volumes", plural(volumes.size(), "volume", "volumes") + " " + quotedList(volumes)};
}

Finding hostPorts(const api::ObjectMeta&, const api::PodSpec& spec)
{
    Names containers;
    Values ports;
    visitContainers(spec, [&](const auto& container) {
        bool isBad = false;
        for (const api::ContainerPort& port : container.ports) {
            if (port.hostPort == 0)
                continue;
            isBad = true;
            ports.insert(std::to_string(port.hostPort));
        }
        if (isBad)
            containers.push_back(container.name.str());
    });
    if (containers.empty())
        return std::nullopt;
    std::string list;
    for (const std::string& port : ports)
        list += (list.empty() ? "" : ", ") + port;
    return Violation{"hostPort",
        containersNamed(containers) + " " + plural(containers.size(), "uses", "use") + " "
            + plural(ports.size(), "hostPort", "hostPorts") + " " + list};
}

template <class Handler> void takeHosts(Values& hosts, const Handler& handler)
{
    for (const api::Text* const host : {&handler.httpGet->host, &handler.tcpSocket->host}) {
        if (!host->empty())
            hosts.insert(host->str());
    }
}

// A probe or hook that is sent elsewhere makes the kubelet knock at doors that the pod cannot reach itself.
Finding hostProbesAndHostLifecycle(const api::ObjectMeta&, const api::PodSpec& spec)
{
    Values containers;
    Values hosts;
    visitContainers(spec, [&](const auto& container) {
        Values found;
        takeHosts(found, *container.livenessProbe);
        takeHosts(found, *container.readinessProbe);
        takeHosts(found, *container.startupProbe);
        takeHosts(found, *container.lifecycle->postStart);
        takeHosts(found, *container.lifecycle->preStop);
        if (!found.empty())
            containers.insert(container.name.str());
        hosts.merge(found);
    });
    if (containers.empty())
        return std::nullopt;
    return Violation{"probe or lifecycle host",
        containersNamed({containers.begin(), containers.end()}) + " " + plural(containers.size(), "uses", "use") + " "
            + plural(hosts.size(), "probe or lifecycle host", "probe or lifecycle hosts") + " " + quotedList(hosts)};
}

// The container itself

Finding privileged(const api::ObjectMeta&, const api::PodSpec& spec)
{
    Names containers;
    visitContainers(spec, [&](const auto& container) {
        if (container.securityContext->privileged.valueOr(false))
            containers.push_back(container.name.str());
    });
    if (containers.empty())
        return std::nullopt;
    return Violation{"privileged", containersNamed(containers) + " must not set securityContext.privileged=true"};
}

Finding procMount(const api::ObjectMeta&, const api::PodSpec& spec)
{
    Names containers;
    Values types;
    visitContainers(spec, [&](const auto& container) {
        const api::Text& type = container.securityContext->procMount;
        if (type.empty() || type == "Default")
            return;
        containers.push_back(container.name.str());
        types.insert(type.str());
    });
    if (containers.empty())
        return std::nullopt;
    return Violation{
        "procMount", containersNamed(containers) + " must not set securityContext.procMount to " + quotedList(types)};
}

// SELinux

constexpr std::array<std::string_view, 4> seLinuxTypes = {"", "container_t", "container_init_t", "container_kvm_t"};

class SeLinux {
public:
    explicit SeLinux(bool isNewer) : m_isNewer(isNewer) { }

    Finding find(const api::PodSpec& spec)
    {
        const bool ofPod = isBad(*spec.securityContext->seLinuxOptions);
        Names containers;
        visitContainers(spec, [&](const auto& container) {
            if (isBad(*container.securityContext->seLinuxOptions))
                containers.push_back(container.name.str());
        });
        if (!ofPod && containers.empty())
            return std::nullopt;
        std::string told;
        const auto tell = [&](const std::string& what) { told += (told.empty() ? "" : "; ") + what; };
        if (!m_types.empty())
            tell(plural(m_types.size(), "type", "types") + " " + quotedList(m_types));
        if (m_setsUser)
            tell("user may not be set");
        if (m_setsRole)
            tell("role may not be set");
        return Violation{
            "seLinuxOptions", setters(ofPod, containers) + " set forbidden securityContext.seLinuxOptions: " + told};
    }

private:
    bool isBad(const api::SELinuxOptions& options)
    {
        const bool isKnown = isOneOf(options.type, seLinuxTypes) || (m_isNewer && options.type == "container_engine_t");
        if (!isKnown)
            m_types.insert(options.type.str());
        m_setsUser = m_setsUser || !options.user.empty();
        m_setsRole = m_setsRole || !options.role.empty();
        return !isKnown || !options.user.empty() || !options.role.empty();
    }

    bool m_isNewer;
    Values m_types;
    bool m_setsUser = false;
    bool m_setsRole = false;
};

Finding seLinuxOptions(const api::ObjectMeta&, const api::PodSpec& spec)
{
    return SeLinux(false).find(spec);
}

Finding seLinuxOptionsSince31(const api::ObjectMeta&, const api::PodSpec& spec)
{
    return SeLinux(true).find(spec);
}

// Seccomp

constexpr std::string_view seccompOfPod = "seccomp.security.alpha.kubernetes.io/pod";
constexpr std::string_view seccompOfContainer = "container.seccomp.security.alpha.kubernetes.io/";

Finding seccompAnnotations(const api::ObjectMeta& meta, const api::PodSpec& spec)
{
    Values forbidden;
    const auto look = [&](const std::string& key) {
        const api::Text* const value = meta.annotations.find(key);
        if (value && *value != "runtime/default" && *value != "docker/default"
            && !value->view().starts_with("localhost/"))
            forbidden.insert(key + "=" + api::goQuoted(*value));
    };
    look(std::string(seccompOfPod));
    visitContainers(spec, [&](const auto& container) { look(std::string(seccompOfContainer) + container.name.str()); });
    if (forbidden.empty())
        return std::nullopt;
    std::string list;
    for (const std::string& one : forbidden)
        list += (list.empty() ? "" : ", ") + one;
    return Violation{
        "seccompProfile", "forbidden " + plural(forbidden.size(), "annotation", "annotations") + " " + list};
}

bool isFiltered(const api::Box<api::SeccompProfile>& profile)
{
    return !profile || profile->type == "RuntimeDefault" || profile->type == "Localhost";
}

Finding seccompProfile(const api::ObjectMeta&, const api::PodSpec& spec)
{
    Names containers;
    Values types;
    const auto& profileOfPod = spec.securityContext->seccompProfile;
    const bool ofPod = !isFiltered(profileOfPod);
    if (ofPod)
        types.insert(profileOfPod->type.str());
    visitContainers(spec, [&](const auto& container) {
        const auto& profile = container.securityContext->seccompProfile;
        if (isFiltered(profile))
            return;
        containers.push_back(container.name.str());
        types.insert(profile->type.str());
    });
    if (!ofPod && containers.empty())
        return std::nullopt;
    return Violation{"seccompProfile",
        setters(ofPod, containers) + " must not set securityContext.seccompProfile.type to " + quotedList(types)};
}

// Kernel parameters that reach no further than the pod

struct Sysctl {
    std::string_view name;
    int since; // release v1.x
};

constexpr Sysctl sysctls[] = {
    {"kernel.shm_rmid_forced", 0},
    {"net.ipv4.ip_local_port_range", 0},
    {"net.ipv4.tcp_syncookies", 0},
    {"net.ipv4.ping_group_range", 0},
    {"net.ipv4.ip_unprivileged_port_start", 0},
    {"net.ipv4.ip_local_reserved_ports", 27},
    {"net.ipv4.tcp_keepalive_time", 29},
    {"net.ipv4.tcp_fin_timeout", 29},
    {"net.ipv4.tcp_keepalive_intvl", 29},
    {"net.ipv4.tcp_keepalive_probes", 29},
    {"net.ipv4.tcp_rmem", 32},
    {"net.ipv4.tcp_wmem", 32},
};

template <int minor> Finding sysctlsOf(const api::ObjectMeta&, const api::PodSpec& spec)
{
    std::string forbidden;
    for (const api::Sysctl& set : spec.securityContext->sysctls) {
        const bool isAllowed = std::any_of(std::begin(sysctls), std::end(sysctls),
            [&](const Sysctl& one) { return one.since <= minor && set.name == one.name; });
        if (!isAllowed)
            forbidden += (forbidden.empty() ? "" : ", ") + set.name.str();
    }
    return forbidden.empty() ? std::nullopt : Finding(Violation{"forbidden sysctls", forbidden});
}

// Windows

Finding windowsHostProcess(const api::ObjectMeta&, const api::PodSpec& spec)
{
    const bool ofPod = spec.securityContext->windowsOptions->hostProcess.valueOr(false);
    Names containers;
    visitContainers(spec, [&](const auto& container) {
        if (container.securityContext->windowsOptions->hostProcess.valueOr(false))
            containers.push_back(container.name.str());
    });
    if (!ofPod && containers.empty())
        return std::nullopt;
    return Violation{
        "hostProcess", setters(ofPod, containers) + " must not set securityContext.windowsOptions.hostProcess=true"};
}

} // namespace

std::span<const Check> baselineChecks()
{
    static constexpr Check checks[] = {
        {"appArmorProfile", 0, appArmorProfile},
        {"capabilities_baseline", 0, capabilities},
        {"hostNamespaces", 0, hostNamespaces},
        {"hostPathVolumes", 0, hostPathVolumes},
        {"hostPorts", 0, hostPorts},
        {"hostProbesAndHostLifecycle", 34, hostProbesAndHostLifecycle},
        {"privileged", 0, privileged},
        {"procMount", 0, procMount},
        {"seLinuxOptions", 0, seLinuxOptions},
        {"seLinuxOptions", 31, seLinuxOptionsSince31},
        {"seccompProfile_baseline", 0, seccompAnnotations},
        {"seccompProfile_baseline", 19, seccompProfile},
        {"sysctls", 0, sysctlsOf<0>},
        {"sysctls", 27, sysctlsOf<27>},
        {"sysctls", 29, sysctlsOf<29>},
        {"sysctls", 32, sysctlsOf<32>},
        {"windowsHostProcess", 0, windowsHostProcess},
    };
    return checks;
}

} // namespace kubarium::apiserver::podsecurity
