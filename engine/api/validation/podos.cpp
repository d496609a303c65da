#include "podparts.h"

#include <array>

namespace kubarium::api {

namespace {

constexpr std::size_t longestCredentialSpec = 64 * 1024;
constexpr std::size_t domainLimit = 256;
constexpr std::size_t longestUser = 104;

constexpr std::string_view notOnLinux = "windows options cannot be set for a linux pod";
constexpr std::string_view notOnWindows = "cannot be set for a windows pod";

bool isLetterOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool hasControlCharacter(std::string_view text)
{
    return std::any_of(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// Windows' older kind of domain name: at most fifteen characters, no dot in front.
bool isNetBiosName(std::string_view domain)
{
    std::size_t characters = 0; // not bytes
    for (const char c : domain)
        characters += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    return characters >= 1 && characters <= 15 && domain.front() != '.'
        && domain.find_first_of("\\/:*?\"<>|") == std::string_view::npos;
}

bool isDnsName(std::string_view domain)
{
    while (true) {
        const std::size_t end = domain.find('.');
        const std::string_view label = domain.substr(0, end);
        if (label.empty() || label.size() > 63 || !isLetterOrDigit(label.front()) || !isLetterOrDigit(label.back())
            || !std::all_of(label.begin(), label.end(), [](char c) { return isLetterOrDigit(c) || c == '-'; }))
            return false;
        if (end == std::string_view::npos)
            return true;
        domain.remove_prefix(end + 1);
    }
}

// DOMAIN\user, or a user alone.
void checkRunAsUserName(FieldErrors& errors, const Text& name, const FieldPath& path)
{
    const auto refuse = [&](std::string_view sentence) { errors.push_back(invalid(path, name, sentence)); };
    const std::string_view text = name;
    if (text.empty()) {
        refuse("runAsUserName cannot be an empty string");
        return;
    }
    if (hasControlCharacter(text)) {
        refuse("runAsUserName cannot contain control characters");
        return;
    }
    const std::size_t backslash = text.find('\\');
    const bool hasDomain = backslash != std::string_view::npos;
    if (hasDomain && text.find('\\', backslash + 1) != std::string_view::npos) {
        refuse("runAsUserName cannot contain more than one backslash");
        return;
    }
    const std::string_view domain = hasDomain ? text.substr(0, backslash) : std::string_view();
    const std::string_view user = hasDomain ? text.substr(backslash + 1) : text;
    if (domain.size() >= domainLimit)
        refuse("runAsUserName's Domain length must be under 256 characters");
    if (hasDomain && !isNetBiosName(domain) && !isDnsName(domain))
        refuse("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
    if (user.empty())
        refuse("runAsUserName's User cannot be empty");
    else if (user.size() > longestUser)
        refuse("runAsUserName's User length must not be longer than 104 characters");
    if (!user.empty() && user.find_first_not_of(". ") == std::string_view::npos)
        refuse("runAsUserName's User cannot contain only periods or spaces");
    if (user.find_first_of("\"/\\:;|=,+*?<>@[]") != std::string_view::npos)
        refuse("runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]");
}

void checkLinux(FieldErrors& errors, const PodSpec& spec, const FieldPath& path)
{
    if (spec.securityContext->windowsOptions)
        errors.push_back(forbidden(path.child("securityContext").child("windowsOptions"), notOnLinux));
    eachContainer(spec, path, [&](const auto& container, const FieldPath& at) {
        if (container.securityContext->windowsOptions)
            errors.push_back(forbidden(at.child("securityContext").child("windowsOptions"), notOnLinux));
    });
}

void checkWindows(FieldErrors& errors, const PodSpec& spec, const FieldPath& path)
{
    const auto refuse = [&](bool isSet, const FieldPath& at) {
        if (isSet)
            errors.push_back(forbidden(at, notOnWindows));
    };
    const PodSecurityContext& security = *spec.securityContext;
    const FieldPath securityPath = path.child("securityContext");
    refuse(bool(security.appArmorProfile), securityPath.child("appArmorProfile"));
    refuse(bool(security.seLinuxOptions), securityPath.child("seLinuxOptions"));
    refuse(bool(spec.hostUsers), path.child("hostUsers"));
    refuse(spec.hostPID, path.child("hostPID"));
    refuse(spec.hostIPC, path.child("hostIPC"));
    refuse(bool(security.seccompProfile), securityPath.child("seccompProfile"));
    refuse(bool(security.fsGroup), securityPath.child("fsGroup"));
    refuse(security.fsGroupChangePolicy.has_value(), securityPath.child("fsGroupChangePolicy"));
    refuse(!security.sysctls.empty(), securityPath.child("sysctls"));
    refuse(bool(spec.shareProcessNamespace), path.child("shareProcessNamespace"));
    refuse(bool(security.runAsUser), securityPath.child("runAsUser"));
    refuse(bool(security.runAsGroup), securityPath.child("runAsGroup"));
    refuse(!security.supplementalGroups.empty(), securityPath.child("supplementalGroups"));
    refuse(security.supplementalGroupsPolicy.has_value(), securityPath.child("supplementalGroupsPolicy"));
    refuse(security.seLinuxChangePolicy.has_value(), securityPath.child("seLinuxChangePolicy"));

    eachContainer(spec, path, [&](const auto& container, const FieldPath& containerPath) {
        const SecurityContext& own = *container.securityContext;
        const FieldPath at = containerPath.child("securityContext");
        refuse(bool(own.appArmorProfile), at.child("appArmorProfile"));
        refuse(bool(own.seLinuxOptions), at.child("seLinuxOptions"));
        refuse(bool(own.seccompProfile), at.child("seccompProfile"));
        refuse(bool(own.capabilities), at.child("capabilities"));
        refuse(bool(own.readOnlyRootFilesystem), at.child("readOnlyRootFilesystem"));
        refuse(bool(own.privileged), at.child("privileged"));
        refuse(bool(own.allowPrivilegeEscalation), at.child("allowPrivilegeEscalation"));
        refuse(own.procMount.has_value(), at.child("procMount"));
        refuse(bool(own.runAsUser), at.child("runAsUser"));
        refuse(bool(own.runAsGroup), at.child("runAsGroup"));
    });
}

} // namespace

void checkWindowsOptions(FieldErrors& errors, const Box<WindowsSecurityContextOptions>& options, const FieldPath& path)
{
    if (options->gmsaCredentialSpecName.has_value())
        appendInvalid(errors, path.child("gmsaCredentialSpecName"), options->gmsaCredentialSpecName,
            isDns1123Subdomain(options->gmsaCredentialSpecName));
    if (const Text& spec = options->gmsaCredentialSpec; spec.has_value()) {
        if (spec.empty())
            errors.push_back(
                invalid(path.child("gmsaCredentialSpec"), spec, "gmsaCredentialSpec cannot be an empty string"));
        else if (spec.size() > longestCredentialSpec)
            errors.push_back(
                invalid(path.child("gmsaCredentialSpec"), spec, "gmsaCredentialSpec size must be under 64 KiB"));
    }
    if (options->runAsUserName.has_value())
        checkRunAsUserName(errors, options->runAsUserName, path.child("runAsUserName"));
}

// Containers that run as processes of a Windows node: all of a pod, or none.
void checkHostProcess(FieldErrors& errors, const PodSpec& spec, const FieldPath& path)
{
    const Optional<bool>& ofPod = spec.securityContext->windowsOptions->hostProcess;
    std::size_t all = 0;
    std::size_t hosted = 0;
    eachContainer(spec, path, [&](const auto& container, const FieldPath& at) {
        ++all;
        const Optional<bool>& own = container.securityContext->windowsOptions->hostProcess;
        if (ofPod && own && *ofPod != *own) {
            errors.push_back(invalid(at.child("securityContext").child("windowsOptions").child("hostProcess"), *own,
                std::string("pod hostProcess value must be identical if both are specified, was ")
                    + (*ofPod ? "true" : "false")));
        }
        hosted += own ? *own : ofPod.valueOr(false);
    });
    if (hosted == 0)
        return;
    if (hosted != all)
        errors.push_back(invalid(
            path, "", "If pod contains any hostProcess containers then all containers must be HostProcess containers"));
    if (!spec.hostNetwork)
        errors.push_back(invalid(
            path.child("hostNetwork"), false, "hostNetwork must be true if pod contains any hostProcess containers"));
}

void checkOperatingSystem(FieldErrors& errors, const PodSpec& spec, const FieldPath& path)
{
    const Text& name = spec.os->name;
    if (name.empty())
        errors.push_back(required(path.child("os").child("name"), "cannot be empty"));
    else if (name == OSName::Linux)
        checkLinux(errors, spec, path);
    else if (name == OSName::Windows)
        checkWindows(errors, spec, path);
    else
        checkSupported(errors, name, OSName::values, path.child("os"));
}

} // namespace kubarium::api
