#include "volumesources.h"

#include "meta.h"
#include "shown.h"

#include "api/types/core-meta.h"

#include <array>

namespace kubarium::api {

namespace {

void checkGiven(FieldErrors& errors, const Text& text, const FieldPath& path)
{
    if (text.empty())
        errors.push_back(required(path));
}

// A reference to a secret, if there is one, says which.
template <class Reference>
void checkSecretName(FieldErrors& errors, const Box<Reference>& secret, const FieldPath& path)
{
    if (secret)
        checkGiven(errors, secret->name, path.child("name"));
}

template <class Reference>
void checkSecretOfNamespace(FieldErrors& errors, const Box<Reference>& secret, const FieldPath& path)
{
    checkSecretName(errors, secret, path);
    if (secret)
        checkGiven(errors, secret->namespace_, path.child("namespace"));
}

void checkPartition(FieldErrors& errors, std::int32_t partition, const FieldPath& path)
{
    if (partition < 0 || partition > 255) // though 0 is as good as no partition at all
        errors.push_back(invalid(path, partition, rangeSentence(1, 255)));
}

void checkUnitNumber(FieldErrors& errors, std::int32_t lun, const FieldPath& path)
{
    if (lun < 0 || lun > 255)
        errors.push_back(invalid(path, lun, rangeSentence(0, 255)));
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetterOrDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// iqn.2001-04.com.example:storage.disk1, whatever may stand in front of it.
bool endsInIqn(std::string_view name)
{
    constexpr std::string_view shape = "iqn.dddd-dd.";
    for (std::size_t at = name.find("iqn."); at != std::string_view::npos; at = name.find("iqn.", at + 1)) {
        const std::string_view rest = name.substr(at);
        if (rest.size() < shape.size()
            || !std::equal(shape.begin(), shape.end(), rest.begin(),
                [](char wanted, char c) { return wanted == 'd' ? isDigit(c) : wanted == c; }))
            continue;
        const std::string_view tail = rest.substr(shape.size());
        const std::size_t colon = tail.find(':');
        if (colon == std::string_view::npos || colon == 0 || colon + 1 == tail.size())
            continue;
        const std::string_view authority = tail.substr(0, colon);
        const bool goodAuthority = std::all_of(
            authority.begin(), authority.end(), [](char c) { return isLetterOrDigit(c) || c == '-' || c == '.'; });
        if (goodAuthority && tail.find_first_of(",;*&$| \t\n\f\r", colon) == std::string_view::npos)
            return true;
    }
    return false;
}

// eui. and naa. are followed by so many letters and digits; Go's pattern takes any character for the dot.
bool isHardwareName(std::string_view name, std::size_t digits)
{
    return name.size() == 4 + digits && std::all_of(name.begin() + 4, name.end(), isLetterOrDigit);
}

void checkInitiator(FieldErrors& errors, const Text& name, std::string_view unknownKind, const FieldPath& path)
{
    const std::string_view kind = name.view().substr(0, 3);
    if (kind != "iqn" && kind != "eui" && kind != "naa")
        errors.push_back(invalid(path, name, unknownKind));
    else if (kind == "iqn" ? !endsInIqn(name) : !isHardwareName(name, kind == "eui" ? 16 : 32))
        errors.push_back(invalid(path, name, "must be valid format"));
}

// The two kinds of iSCSI volume differ in a sentence and in where a name that is too long is reported.
template <class Source>
void checkIscsi(FieldErrors& errors, const Source& source, std::string_view unknownKind, const FieldPath& path)
{
    if (source.iqn.empty())
        errors.push_back(required(path.child("iqn")));
    else
        checkInitiator(errors, source.iqn, unknownKind, path.child("iqn"));
    checkUnitNumber(errors, source.lun, path.child("lun"));
    if ((source.chapAuthDiscovery || source.chapAuthSession) && !source.secretRef)
        errors.push_back(required(path.child("secretRef")));
}

// host:port, or [address]:port.
bool isHostAndPort(std::string_view text)
{
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return false;
    std::string_view host = text.substr(0, colon);
    if (text.front() == '[') {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos || close + 1 != colon)
            return false;
        host = text.substr(1, close - 1);
    } else if (host.find(':') != std::string_view::npos) {
        return false;
    }
    return host.find_first_of("[]") == std::string_view::npos
        && text.find_first_of("[]", colon) == std::string_view::npos;
}

// Options of a flex volume are the driver's own; the project keeps its domains for itself.
template <class Source> void checkFlex(FieldErrors& errors, const Source& source, const FieldPath& path)
{
    checkGiven(errors, source.driver, path.child("driver"));
    for (const auto& [key, value] : source.options) {
        std::string domain = "." + key.str().substr(0, key.view().find('/'));
        std::transform(domain.begin(), domain.end(), domain.begin(),
            [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        if (domain.ends_with(".kubernetes.io") || domain.ends_with(".k8s.io"))
            errors.push_back(
                invalid(path.child("options").key(key), key, "kubernetes.io and k8s.io namespaces are reserved"));
    }
}

template <class Source> void checkRbd(FieldErrors& errors, const Source& source, const FieldPath& path)
{
    if (source.monitors.empty())
        errors.push_back(required(path.child("monitors")));
    checkGiven(errors, source.image, path.child("image"));
}

template <class Source> void checkGlusterfs(FieldErrors& errors, const Source& source, const FieldPath& path)
{
    checkGiven(errors, source.endpoints, path.child("endpoints"));
    checkGiven(errors, source.path, path.child("path"));
}

template <class Source> void checkAzureFile(FieldErrors& errors, const Source& source, const FieldPath& path)
{
    checkGiven(errors, source.secretName, path.child("secretName"));
    checkGiven(errors, source.shareName, path.child("shareName"));
}

template <class Source> void checkScaleIO(FieldErrors& errors, const Source& source, const FieldPath& path)
{
    checkGiven(errors, source.gateway, path.child("gateway"));
    checkGiven(errors, source.system, path.child("system"));
    checkGiven(errors, source.volumeName, path.child("volumeName"));
}

template <class Source> void checkStorageOS(FieldErrors& errors, const Source& source, const FieldPath& path)
{
    const FieldPath name = path.child("volumeName");
    if (source.volumeName.empty())
        errors.push_back(required(name));
    else
        appendInvalid(errors, name, source.volumeName, isDns1123Label(source.volumeName));
    if (!source.volumeNamespace.empty())
        appendInvalid(
            errors, path.child("volumeNamespace"), source.volumeNamespace, isDns1123Label(source.volumeNamespace));
}

void checkSecretOfCsi(FieldErrors& errors, const Box<SecretReference>& secret, const FieldPath& path)
{
    if (!secret)
        return;
    checkGiven(errors, secret->name, path.child("name"));
    if (!secret->name.empty())
        appendInvalid(errors, path.child("name"), secret->name, isDns1123Subdomain(secret->name));
    checkGiven(errors, secret->namespace_, path.child("namespace"));
    if (!secret->namespace_.empty())
        appendInvalid(errors, path.child("namespace"), secret->namespace_, isDns1123Label(secret->namespace_));
}

} // namespace

void checkNoBacksteps(FieldErrors& errors, std::string_view target, const FieldPath& path)
{
    appendInvalid(errors, path, target, isPathWithoutBacksteps(target));
}

void checkLocalPath(FieldErrors& errors, std::string_view target, const FieldPath& path)
{
    if (target.starts_with('/'))
        errors.push_back(invalid(path, target, "must be a relative path"));
    checkNoBacksteps(errors, target, path);
}

void checkLocalNonReservedPath(FieldErrors& errors, std::string_view target, const FieldPath& path)
{
    checkLocalPath(errors, target, path);
    if (target.starts_with("..") && !target.starts_with("../")) // the kubelet's own links begin so
        errors.push_back(invalid(path, target, "must not start with '..'"));
}

void checkDriverName(FieldErrors& errors, std::string_view driver, const FieldPath& path)
{
    constexpr std::size_t longest = 63;
    if (driver.empty())
        errors.push_back(required(path));
    if (driver.size() > longest)
        errors.push_back(tooLong(path, longest));
    std::string lower(driver);
    std::transform(lower.begin(), lower.end(), lower.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    appendInvalid(errors, path, driver, isDns1123Subdomain(lower));
}

bool isTooLongForInitiator(std::string_view volumeName, std::string_view portal)
{
    return volumeName.size() + 1 + portal.size() > 64;
}

void checkSource(FieldErrors& errors, const AWSElasticBlockStoreVolumeSource& source, const FieldPath& path)
{
    checkGiven(errors, source.volumeID, path.child("volumeID"));
    checkPartition(errors, source.partition, path.child("partition"));
}

void checkSource(FieldErrors& errors, const AzureDiskVolumeSource& source, const FieldPath& path)
{
    static constexpr std::array<std::string_view, 1> managed = {
        "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"};
    static constexpr std::array<std::string_view, 1> blob = {
        "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"};
    checkGiven(errors, source.diskName, path.child("diskName"));
    checkGiven(errors, source.diskURI, path.child("diskURI"));
    if (source.cachingMode)
        checkSupported(errors, source.cachingMode, AzureDataDiskCachingMode::values, path.child("cachingMode"));
    if (!source.kind)
        return;
    checkSupported(errors, source.kind, AzureDataDiskKind::values, path.child("kind"));
    const bool isManaged = source.kind == AzureDataDiskKind::Managed;
    if (!source.diskURI.view().starts_with(isManaged ? "/subscriptions/" : "https://"))
        errors.push_back(notSupported(path.child("diskURI"), source.diskURI, isManaged ? managed : blob));
}

void checkSource(FieldErrors& errors, const AzureFileVolumeSource& source, const FieldPath& path)
{
    checkAzureFile(errors, source, path);
}

void checkSource(FieldErrors& errors, const AzureFilePersistentVolumeSource& source, const FieldPath& path)
{
    checkAzureFile(errors, source, path);
    if (source.secretNamespace)
        checkGiven(errors, source.secretNamespace, path.child("secretNamespace"));
}

void checkSource(FieldErrors& errors, const CSIVolumeSource& source, const FieldPath& path)
{
    checkDriverName(errors, source.driver, path.child("driver"));
    const Box<LocalObjectReference>& secret = source.nodePublishSecretRef;
    checkSecretName(errors, secret, path.child("nodePublishSecretRef"));
    if (secret && !secret->name.empty())
        appendInvalid(errors, path.child("name"), secret->name, subdomainName(secret->name, false));
}

void checkSource(FieldErrors& errors, const CSIPersistentVolumeSource& source, const FieldPath& path)
{
    checkDriverName(errors, source.driver, path.child("driver"));
    checkGiven(errors, source.volumeHandle, path.child("volumeHandle"));
    checkSecretOfCsi(errors, source.controllerPublishSecretRef, path.child("controllerPublishSecretRef"));
    checkSecretOfCsi(errors, source.controllerExpandSecretRef, path.child("controllerExpandSecretRef"));
    checkSecretOfCsi(errors, source.nodePublishSecretRef, path.child("nodePublishSecretRef"));
    checkSecretOfCsi(errors, source.nodeExpandSecretRef, path.child("nodeExpandSecretRef"));
}

void checkSource(FieldErrors& errors, const CephFSVolumeSource& source, const FieldPath& path)
{
    if (source.monitors.empty())
        errors.push_back(required(path.child("monitors")));
}

void checkSource(FieldErrors& errors, const CephFSPersistentVolumeSource& source, const FieldPath& path)
{
    if (source.monitors.empty())
        errors.push_back(required(path.child("monitors")));
}

void checkSource(FieldErrors& errors, const CinderVolumeSource& source, const FieldPath& path)
{
    checkGiven(errors, source.volumeID, path.child("volumeID"));
    checkSecretName(errors, source.secretRef, path.child("secretRef"));
}

void checkSource(FieldErrors& errors, const CinderPersistentVolumeSource& source, const FieldPath& path)
{
    checkGiven(errors, source.volumeID, path.child("volumeID"));
    checkSecretOfNamespace(errors, source.secretRef, path.child("secretRef"));
}

void checkSource(FieldErrors& errors, const FCVolumeSource& source, const FieldPath& path)
{
    const FieldPath names = path.child("targetWWNs");
    if (source.targetWWNs.empty() && source.wwids.empty())
        errors.push_back(required(names, "must specify either targetWWNs or wwids, but not both"));
    if (!source.targetWWNs.empty() && !source.wwids.empty())
        errors.push_back(invalidShown(
            names, shownList(source.targetWWNs), "targetWWNs and wwids can not be specified simultaneously"));
    if (source.targetWWNs.empty())
        return;
    if (source.lun)
        checkUnitNumber(errors, *source.lun, path.child("lun"));
    else
        errors.push_back(required(path.child("lun"), "lun is required if targetWWNs is specified"));
}

void checkSource(FieldErrors& errors, const FlexVolumeSource& source, const FieldPath& path)
{
    checkFlex(errors, source, path);
}

void checkSource(FieldErrors& errors, const FlexPersistentVolumeSource& source, const FieldPath& path)
{
    checkFlex(errors, source, path);
}

void checkSource(FieldErrors& errors, const FlockerVolumeSource& source, const FieldPath& path)
{
    if (source.datasetName.empty() && source.datasetUUID.empty())
        errors.push_back(required(path, "one of datasetName and datasetUUID is required"));
    if (!source.datasetName.empty() && !source.datasetUUID.empty())
        errors.push_back(invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously"));
    if (source.datasetName.view().find('/') != std::string_view::npos)
        errors.push_back(invalid(path.child("datasetName"), source.datasetName, "must not contain '/'"));
}

void checkSource(FieldErrors& errors, const GCEPersistentDiskVolumeSource& source, const FieldPath& path)
{
    checkGiven(errors, source.pdName, path.child("pdName"));
    checkPartition(errors, source.partition, path.child("partition"));
}

void checkSource(FieldErrors& errors, const GlusterfsVolumeSource& source, const FieldPath& path)
{
    checkGlusterfs(errors, source, path);
}

void checkSource(FieldErrors& errors, const GlusterfsPersistentVolumeSource& source, const FieldPath& path)
{
    checkGlusterfs(errors, source, path);
    const Text& space = source.endpointsNamespace;
    if (space && space.empty())
        errors.push_back(invalid(path.child("endpointsNamespace"), space,
            "if the endpointnamespace is set, it must be a valid namespace name"));
    else if (space)
        appendInvalid(errors, path.child("endpointsNamespace"), space, labelName(space, false));
}

void checkSource(FieldErrors& errors, const HostPathVolumeSource& source, const FieldPath& path)
{
    if (source.path.empty()) {
        errors.push_back(required(path.child("path")));
        return;
    }
    checkNoBacksteps(errors, source.path, path.child("path"));
    if (source.type)
        checkSupported(errors, source.type, HostPathType::values, path.child("type"));
}

void checkSource(FieldErrors& errors, const ISCSIVolumeSource& source, const FieldPath& path)
{
    checkGiven(errors, source.targetPortal, path.child("targetPortal"));
    constexpr std::string_view unknownKind = "must be valid format starting with iqn, eui, or naa";
    checkIscsi(errors, source, unknownKind, path);
    if (source.initiatorName)
        checkInitiator(errors, source.initiatorName, unknownKind, path.child("initiatorname"));
}

void checkSource(
    FieldErrors& errors, const ISCSIPersistentVolumeSource& source, std::string_view volumeName, const FieldPath& path)
{
    checkGiven(errors, source.targetPortal, path.child("targetPortal"));
    if (source.initiatorName && isTooLongForInitiator(volumeName, source.targetPortal))
        errors.push_back(invalid(path.child("targetportal"), source.targetPortal, tooLongForInitiator));
    constexpr std::string_view unknownKind = "must be valid format";
    checkIscsi(errors, source, unknownKind, path);
    checkSecretName(errors, source.secretRef, path.child("secretRef"));
    if (source.initiatorName)
        checkInitiator(errors, source.initiatorName, unknownKind, path.child("initiatorname"));
}

void checkSource(FieldErrors& errors, const LocalVolumeSource& source, const FieldPath& path)
{
    checkGiven(errors, source.path, path.child("path"));
    if (!source.path.empty())
        checkNoBacksteps(errors, source.path, path.child("path"));
}

void checkSource(FieldErrors& errors, const NFSVolumeSource& source, const FieldPath& path)
{
    checkGiven(errors, source.server, path.child("server"));
    checkGiven(errors, source.path, path.child("path"));
    if (!source.path.view().starts_with('/'))
        errors.push_back(invalid(path.child("path"), source.path, "must be an absolute path"));
}

void checkSource(FieldErrors& errors, const PhotonPersistentDiskVolumeSource& source, const FieldPath& path)
{
    checkGiven(errors, source.pdID, path.child("pdID"));
}

void checkSource(FieldErrors& errors, const PortworxVolumeSource& source, const FieldPath& path)
{
    checkGiven(errors, source.volumeID, path.child("volumeID"));
}

void checkSource(FieldErrors& errors, const QuobyteVolumeSource& source, const FieldPath& path)
{
    constexpr std::string_view hosts = "must be a host:port pair or multiple pairs separated by commas";
    constexpr std::size_t longestTenant = 64;
    if (source.registry.empty()) {
        errors.push_back(required(path.child("registry"), hosts));
    } else if (source.tenant.size() > longestTenant) {
        errors.push_back(required(path.child("tenant"), "must be a UUID and may not exceed a length of 64 characters"));
    } else {
        for (std::string_view rest = source.registry;;) {
            const std::size_t comma = rest.find(',');
            if (!isHostAndPort(rest.substr(0, comma)))
                errors.push_back(invalid(path.child("registry"), source.registry, hosts));
            if (comma == std::string_view::npos)
                break;
            rest.remove_prefix(comma + 1);
        }
    }
    checkGiven(errors, source.volume, path.child("volume"));
}

void checkSource(FieldErrors& errors, const RBDVolumeSource& source, const FieldPath& path)
{
    checkRbd(errors, source, path);
}

void checkSource(FieldErrors& errors, const RBDPersistentVolumeSource& source, const FieldPath& path)
{
    checkRbd(errors, source, path);
}

void checkSource(FieldErrors& errors, const ScaleIOVolumeSource& source, const FieldPath& path)
{
    checkScaleIO(errors, source, path);
}

void checkSource(FieldErrors& errors, const ScaleIOPersistentVolumeSource& source, const FieldPath& path)
{
    checkScaleIO(errors, source, path);
}

void checkSource(FieldErrors& errors, const StorageOSVolumeSource& source, const FieldPath& path)
{
    checkStorageOS(errors, source, path);
    checkSecretName(errors, source.secretRef, path.child("secretRef"));
}

void checkSource(FieldErrors& errors, const StorageOSPersistentVolumeSource& source, const FieldPath& path)
{
    checkStorageOS(errors, source, path);
    checkSecretOfNamespace(errors, source.secretRef, path.child("secretRef"));
}

void checkSource(FieldErrors& errors, const VsphereVirtualDiskVolumeSource& source, const FieldPath& path)
{
    checkGiven(errors, source.volumePath, path.child("volumePath"));
}

} // namespace kubarium::api
