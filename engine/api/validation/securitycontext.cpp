#include "gojson.h"
#include "podparts.h"

#include <array>
#include <set>

namespace kubarium::api {

namespace {

constexpr std::size_t longestSysctl = 253;
constexpr std::size_t longestAppArmorProfile = 4095; // a path of Linux, without the zero at its end

void checkUserId(FieldErrors& errors, const Optional<std::int64_t>& id, const FieldPath& path)
{
    if (!id)
        return;
    for (const std::string& sentence : isUserId(*id))
        errors.push_back(invalid(path, *id, sentence));
}

void checkGroupId(FieldErrors& errors, const Optional<std::int64_t>& id, const FieldPath& path)
{
    if (!id)
        return;
    for (const std::string& sentence : isGroupId(*id))
        errors.push_back(invalid(path, *id, sentence));
}

void checkSeccomp(FieldErrors& errors, const Box<SeccompProfile>& profile, const FieldPath& path)
{
    static constexpr std::array<std::string_view, 3> types = {"Localhost", "RuntimeDefault", "Unconfined"};
    if (!profile)
        return;
    if (profile->type.empty())
        errors.push_back(required(path.child("type"), "type is required when seccompProfile is set"));
    else if (std::find(types.begin(), types.end(), profile->type.view()) == types.end())
        errors.push_back(notSupported(path.child("type"), profile->type, types));

    const FieldPath file = path.child("localhostProfile");
    const bool isLocal = profile->type == SeccompProfileType::Localhost;
    if (isLocal && !profile->localhostProfile.has_value())
        errors.push_back(required(file, "must be set when seccomp type is Localhost"));
    else if (isLocal)
        appendInvalid(errors, file, profile->localhostProfile, isLocalDescendingPath(profile->localhostProfile));
    else if (profile->localhostProfile.has_value())
        errors.push_back(invalidShown(file, goJson(*profile), "can only be set when seccomp type is Localhost"));
}

void checkAppArmorFile(FieldErrors& errors, const Text& file, const FieldPath& path)
{
    constexpr std::string_view blanks = " \t\n\v\f\r";
    const std::string_view text = file;
    const bool isBlank = text.find_first_not_of(blanks) == std::string_view::npos;
    const bool isPadded = !text.empty()
        && (isBlank || blanks.find(text.front()) != std::string_view::npos
            || blanks.find(text.back()) != std::string_view::npos);
    if (isPadded)
        errors.push_back(invalid(path, file, "must not be padded with whitespace"));
    else if (text.empty())
        errors.push_back(required(path, "must be set when AppArmor type is Localhost"));
    if (text.size() > longestAppArmorProfile)
        errors.push_back(tooLong(path, longestAppArmorProfile));
}

void checkAppArmor(FieldErrors& errors, const Box<AppArmorProfile>& profile, const FieldPath& path)
{
    static constexpr std::array<std::string_view, 3> types = {"Localhost", "RuntimeDefault", "Unconfined"};
    if (!profile)
        return;
    const FieldPath file = path.child("localhostProfile");
    if (profile->type == AppArmorProfileType::Localhost) {
        if (profile->localhostProfile.has_value())
            checkAppArmorFile(errors, profile->localhostProfile, file);
        else
            errors.push_back(required(file, "must be set when AppArmor type is Localhost"));
    } else if (profile->type.empty()) {
        errors.push_back(required(path.child("type"), "type is required when appArmorProfile is set"));
    } else if (std::find(types.begin(), types.end(), profile->type.view()) == types.end()) {
        errors.push_back(notSupported(path.child("type"), profile->type, types));
    } else if (profile->localhostProfile.has_value()) {
        errors.push_back(invalid(file, profile->localhostProfile, "can only be set when AppArmor type is Localhost"));
    }
}

// Words of small letters, digits, dashes and underscores, joined by dots or slashes.
bool isSysctlName(std::string_view name)
{
    const auto isEdge = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    if (name.size() > longestSysctl)
        return false;
    while (true) {
        const std::size_t end = name.find_first_of("./");
        const std::string_view word = name.substr(0, end);
        if (word.empty() || !isEdge(word.front()) || !isEdge(word.back())
            || !std::all_of(word.begin(), word.end(), [&](char c) { return isEdge(c) || c == '-' || c == '_'; }))
            return false;
        if (end == std::string_view::npos)
            return true;
        name.remove_prefix(end + 1);
    }
}

// net/ipv4/conf/eth0.1/forwarding is net.ipv4.conf.eth0/1.forwarding: whichever of both comes first separates.
std::string withDots(std::string_view sysctl)
{
    std::string name(sysctl);
    if (const std::size_t first = name.find_first_of("./"); first == std::string::npos || name[first] == '.')
        return name;
    for (char& c : name)
        c = c == '.' ? '/' : c == '/' ? '.' : c;
    return name;
}

void checkSysctls(FieldErrors& errors, const List<Sysctl>& sysctls, const PodSpec& spec, const FieldPath& path)
{
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < sysctls.size(); ++i) {
        const FieldPath at = path.index(i).child("name");
        const Text& name = sysctls[i].name;
        if (name.empty()) {
            errors.push_back(required(at));
        } else if (!isSysctlName(name)) {
            errors.push_back(invalid(at, name,
                "must have at most 253 characters and match regex "
                "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$"));
        } else if (names.contains(name)) {
            errors.push_back(duplicate(at, name));
        }
        // What a pod shares with its node it may not turn for itself.
        const std::string dotted = withDots(name);
        const bool isIpc = dotted == "kernel.sem" || dotted.starts_with("kernel.shm")
            || dotted.starts_with("kernel.msg") || dotted.starts_with("fs.mqueue.");
        if (spec.hostNetwork && dotted.starts_with("net."))
            errors.push_back(invalid(at, name, "may not be specified when 'hostNetwork' is true"));
        else if (spec.hostIPC && isIpc)
            errors.push_back(invalid(at, name, "may not be specified when 'hostIPC' is true"));
        names.insert(name);
    }
}

} // namespace

void checkContainerSecurity(FieldErrors& errors, const SecurityContext& security, bool hostUsers, const FieldPath& path)
{
    static constexpr std::array<std::string_view, 2> procMounts = {"Default", "Unmasked"};
    checkUserId(errors, security.runAsUser, path.child("runAsUser"));
    checkGroupId(errors, security.runAsGroup, path.child("runAsGroup"));
    if (security.procMount.has_value()) {
        if (std::find(procMounts.begin(), procMounts.end(), security.procMount.view()) == procMounts.end())
            errors.push_back(notSupported(path.child("procMount"), security.procMount, procMounts));
        if (hostUsers && security.procMount == ProcMountType::Unmasked)
            errors.push_back(
                invalid(path.child("procMount"), security.procMount, "`hostUsers` must be false to use `Unmasked`"));
    }
    checkSeccomp(errors, security.seccompProfile, path.child("seccompProfile"));
    if (security.allowPrivilegeEscalation && !*security.allowPrivilegeEscalation) {
        if (security.privileged.valueOr(false)) {
            errors.push_back(invalidShown(
                path, goJson(security), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"));
        }
        for (const Text& capability : security.capabilities->add) {
            if (capability == "CAP_SYS_ADMIN") {
                errors.push_back(invalidShown(path, goJson(security),
                    "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"));
            }
        }
    }
    checkWindowsOptions(errors, security.windowsOptions, path.child("windowsOptions"));
    checkAppArmor(errors, security.appArmorProfile, path.child("appArmorProfile"));
}

void checkPodSecurity(FieldErrors& errors, const PodSpec& spec, const FieldPath& path)
{
    static constexpr std::array<std::string_view, 1> changePolicies = {"Recursive"}; // MountOption waits behind a gate
    const PodSecurityContext& security = *spec.securityContext;
    checkGroupId(errors, security.fsGroup, path.child("fsGroup"));
    checkUserId(errors, security.runAsUser, path.child("runAsUser"));
    checkGroupId(errors, security.runAsGroup, path.child("runAsGroup"));
    for (std::size_t i = 0; i < security.supplementalGroups.size(); ++i)
        checkGroupId(
            errors, Optional<std::int64_t>(security.supplementalGroups[i]), path.child("supplementalGroups").index(i));
    if (spec.hostPID && spec.shareProcessNamespace.valueOr(false)) {
        errors.push_back(invalid(
            path.child("shareProcessNamespace"), true, "ShareProcessNamespace and HostPID cannot both be enabled"));
    }
    checkSysctls(errors, security.sysctls, spec, path.child("sysctls"));
    if (security.fsGroupChangePolicy.has_value())
        checkSupported(
            errors, security.fsGroupChangePolicy, PodFSGroupChangePolicy::values, path.child("fsGroupChangePolicy"));
    checkSeccomp(errors, security.seccompProfile, path.child("seccompProfile"));
    checkWindowsOptions(errors, security.windowsOptions, path.child("windowsOptions"));
    checkAppArmor(errors, security.appArmorProfile, path.child("appArmorProfile"));
    if (security.supplementalGroupsPolicy.has_value())
        checkSupported(errors, security.supplementalGroupsPolicy, SupplementalGroupsPolicy::values,
            path.child("supplementalGroupsPolicy"));
    if (security.seLinuxChangePolicy.has_value())
        checkSupported(errors, security.seLinuxChangePolicy, changePolicies, path.child("seLinuxChangePolicy"));
}

} // namespace kubarium::api
