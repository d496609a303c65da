#include "checks.h"
#include "words.h"

#include "api/types/core-volumes.h"

#include <algorithm>

namespace kubarium::apiserver::podsecurity {

namespace {

// What has no meaning on Windows is not asked of pods that say they are for it.
template <Finding (*find)(const api::ObjectMeta&, const api::PodSpec&)>
Finding unlessWindows(const api::ObjectMeta& meta, const api::PodSpec& spec)
{
    return spec.os->name == "windows" ? std::nullopt : find(meta, spec);
}

Finding allowPrivilegeEscalation(const api::ObjectMeta&, const api::PodSpec& spec)
{
    Names containers;
    visitContainers(spec, [&](const auto& container) {
        if (container.securityContext->allowPrivilegeEscalation.valueOr(true))
            containers.push_back(container.name.str());
    });
    if (containers.empty())
        return std::nullopt;
    return Violation{"allowPrivilegeEscalation != false",
        containersNamed(containers) + " must set securityContext.allowPrivilegeEscalation=false"};
}

Finding capabilities(const api::ObjectMeta&, const api::PodSpec& spec)
{
    Names keeping;
    Names adding;
    Values added;
    visitContainers(spec, [&](const auto& container) {
        const api::Capabilities& set = *container.securityContext->capabilities;
        const auto isAll = [](const api::Text& capability) { return capability == "ALL"; };
        if (std::none_of(set.drop.begin(), set.drop.end(), isAll))
            keeping.push_back(container.name.str());
        bool isBad = false;
        for (const api::Text& capability : set.add) {
            if (capability == "NET_BIND_SERVICE")
                continue;
            isBad = true;
            added.insert(capability.str());
        }
        if (isBad)
            adding.push_back(container.name.str());
    });
    std::string told;
    if (!keeping.empty())
        told = containersNamed(keeping) + " must set securityContext.capabilities.drop=[\"ALL\"]";
    if (!adding.empty())
        told += (told.empty() ? "" : "; ") + containersNamed(adding) + " must not include " + quotedList(added)
            + " in securityContext.capabilities.add";
    return told.empty() ? std::nullopt : Finding(Violation{"unrestricted capabilities", told});
}

// Volumes that a pod may bring itself; all others come by way of a PersistentVolume.
bool isOrdinary(const api::Volume& volume)
{
    return volume.configMap || volume.csi || volume.downwardAPI || volume.emptyDir || volume.ephemeral
        || volume.persistentVolumeClaim || volume.projected || volume.secret;
}

// The name of the field that is set.
std::string typeOf(const api::Volume& volume)
{
    for (const api::Field& field : api::TypeOf<api::Volume>::value->fields) {
        const auto* const place = reinterpret_cast<const std::byte*>(&volume) + field.offset;
        if (field.boxed && reinterpret_cast<const api::Box<api::HostPathVolumeSource>*>(place)->block())
            return std::string(field.name);
    }
    return "unknown";
}

Finding restrictedVolumes(const api::ObjectMeta&, const api::PodSpec& spec)
{
    Names volumes;
    Values types;
    for (const api::Volume& volume : spec.volumes) {
        if (isOrdinary(volume))
            continue;
        volumes.push_back(volume.name.str());
        types.insert(typeOf(volume));
    }
    if (volumes.empty())
        return std::nullopt;
    return Violation{"restricted volume types",
        plural(volumes.size(), "volume", "volumes") + " " + quotedList(volumes) + " "
            + plural(volumes.size(), "uses", "use") + " restricted volume " + plural(types.size(), "type", "types")
            + " " + quotedList(types)};
}

Finding runAsNonRoot(const api::ObjectMeta&, const api::PodSpec& spec)
{
    const api::Optional<bool>& ofPod = spec.securityContext->runAsNonRoot;
    const bool podMayBeRoot = ofPod && !*ofPod;
    Names asRoot;
    Names silent;
    visitContainers(spec, [&](const auto& container) {
        const api::Optional<bool>& said = container.securityContext->runAsNonRoot;
        if (said && !*said)
            asRoot.push_back(container.name.str());
        else if (!said && !ofPod.valueOr(false))
            silent.push_back(container.name.str());
    });
    constexpr const char* reason = "runAsNonRoot != true";
    if (podMayBeRoot || !asRoot.empty())
        return Violation{reason, setters(podMayBeRoot, asRoot) + " must not set securityContext.runAsNonRoot=false"};
    if (silent.empty())
        return std::nullopt;
    return Violation{reason, "pod or " + containersNamed(silent) + " must set securityContext.runAsNonRoot=true"};
}

Finding runAsUser(const api::ObjectMeta&, const api::PodSpec& spec)
{
    const bool ofPod = spec.securityContext->runAsUser.valueOr(1) == 0;
    Names containers;
    visitContainers(spec, [&](const auto& container) {
        if (container.securityContext->runAsUser.valueOr(1) == 0)
            containers.push_back(container.name.str());
    });
    if (!ofPod && containers.empty())
        return std::nullopt;
    return Violation{"runAsUser=0", setters(ofPod, containers) + " must not set runAsUser=0"};
}

bool isFilter(const api::Text& type)
{
    return type == "RuntimeDefault" || type == "Localhost";
}

Finding seccompProfile(const api::ObjectMeta&, const api::PodSpec& spec)
{
    const auto& ofPod = spec.securityContext->seccompProfile;
    const bool podIsBad = ofPod && !isFilter(ofPod->type);
    Values types;
    if (podIsBad)
        types.insert(ofPod->type.str());
    Names unconfined;
    Names silent;
    visitContainers(spec, [&](const auto& container) {
        const auto& profile = container.securityContext->seccompProfile;
        if (profile && !isFilter(profile->type)) {
            unconfined.push_back(container.name.str());
            types.insert(profile->type.str());
        } else if (!profile && (!ofPod || podIsBad)) {
            silent.push_back(container.name.str());
        }
    });
    if (podIsBad || !unconfined.empty())
        return Violation{"seccompProfile",
            setters(podIsBad, unconfined) + " must not set securityContext.seccompProfile.type to "
                + quotedList(types)};
    if (silent.empty())
        return std::nullopt;
    return Violation{"seccompProfile",
        "pod or " + containersNamed(silent)
            + " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\""};
}

} // namespace

std::span<const Check> restrictedChecks()
{
    static constexpr Check checks[] = {
        {"allowPrivilegeEscalation", 8, allowPrivilegeEscalation},
        {"allowPrivilegeEscalation", 25, unlessWindows<allowPrivilegeEscalation>},
        {"capabilities_restricted", 22, capabilities, "capabilities_baseline"},
        {"capabilities_restricted", 25, unlessWindows<capabilities>, "capabilities_baseline"},
        {"restrictedVolumes", 0, restrictedVolumes, "hostPathVolumes"},
        {"runAsNonRoot", 0, runAsNonRoot},
        {"runAsUser", 23, runAsUser},
        {"seccompProfile_restricted", 19, seccompProfile, "seccompProfile_baseline"},
        {"seccompProfile_restricted", 25, unlessWindows<seccompProfile>, "seccompProfile_baseline"},
    };
    return checks;
}

} // namespace kubarium::apiserver::podsecurity
