#include "volumes.h"

#include "../encode.h"
#include "downwardapi.h"
#include "meta.h"
#include "volumesources.h"

#include "api/types/core-pod.h"

#include <array>
#include <map>

namespace kubarium::api {

namespace {

constexpr std::int32_t allPermissions = 0777;
constexpr std::string_view badMode = "must be a number between 0 and 0777 (octal), both inclusive";

void checkMode(FieldErrors& errors, const Optional<std::int32_t>& mode, const FieldPath& path)
{
    if (mode && (*mode < 0 || *mode > allPermissions))
        errors.push_back(invalid(path, *mode, badMode));
}

void checkFilePath(FieldErrors& errors, const Text& target, const FieldPath& path)
{
    if (target.empty())
        errors.push_back(required(path));
    checkLocalNonReservedPath(errors, target, path);
}

void checkKeyToPath(FieldErrors& errors, const KeyToPath& item, const FieldPath& path)
{
    if (item.key.empty())
        errors.push_back(required(path.child("key")));
    checkFilePath(errors, item.path, path.child("path"));
    checkMode(errors, item.mode, path.child("mode"));
}

void checkItems(FieldErrors& errors, const List<KeyToPath>& items, const FieldPath& path)
{
    for (std::size_t i = 0; i < items.size(); ++i)
        checkKeyToPath(errors, items[i], path.index(i));
}

void checkDownwardFile(FieldErrors& errors, const DownwardAPIVolumeFile& file, const FieldPath& path)
{
    static constexpr std::array<std::string_view, 5> fields = {
        "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"};
    checkFilePath(errors, file.path, path.child("path"));
    if (file.fieldRef) {
        checkFieldRef(errors, *file.fieldRef, fields, path.child("fieldRef"));
        if (file.resourceFieldRef)
            errors.push_back(
                invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously"));
    } else if (file.resourceFieldRef) {
        checkResourceFieldRef(errors, *file.resourceFieldRef, true, path.child("resourceFieldRef"));
    } else {
        errors.push_back(required(path, "one of fieldRef and resourceFieldRef is required"));
    }
    checkMode(errors, file.mode, path.child("mode"));
}

void checkSource(FieldErrors& errors, const EmptyDirVolumeSource& source, const FieldPath& path)
{
    if (source.sizeLimit && source.sizeLimit->sign() < 0)
        errors.push_back(forbidden(path.child("sizeLimit"), "SizeLimit field must be a valid resource quantity"));
}

void checkSource(FieldErrors& errors, const GitRepoVolumeSource& source, const FieldPath& path)
{
    if (source.repository.empty())
        errors.push_back(required(path.child("repository")));
    checkLocalPath(errors, source.directory, path.child("directory"));
}

void checkSource(FieldErrors& errors, const SecretVolumeSource& source, const FieldPath& path)
{
    if (source.secretName.empty())
        errors.push_back(required(path.child("secretName")));
    checkMode(errors, source.defaultMode, path.child("defaultMode"));
    checkItems(errors, source.items, path.child("items"));
}

void checkSource(FieldErrors& errors, const ConfigMapVolumeSource& source, const FieldPath& path)
{
    if (source.name.empty())
        errors.push_back(required(path.child("name")));
    checkMode(errors, source.defaultMode, path.child("defaultMode"));
    checkItems(errors, source.items, path.child("items"));
}

void checkSource(FieldErrors& errors, const PersistentVolumeClaimVolumeSource& source, const FieldPath& path)
{
    if (source.claimName.empty())
        errors.push_back(required(path.child("claimName")));
}

void checkSource(FieldErrors& errors, const DownwardAPIVolumeSource& source, const FieldPath& path)
{
    checkMode(errors, source.defaultMode, path.child("defaultMode"));
    for (const DownwardAPIVolumeFile& file : source.items)
        checkDownwardFile(errors, file, path); // the server does not say which
}

void checkToken(
    FieldErrors& errors, const ServiceAccountTokenProjection& token, const FieldPath& path, const FieldPath& volume)
{
    constexpr std::int64_t shortest = 10 * 60;
    constexpr std::int64_t longest = std::int64_t(1) << 32;
    const std::int64_t seconds = token.expirationSeconds.valueOr(0);
    if (seconds < shortest)
        errors.push_back(
            invalid(path.child("expirationSeconds"), seconds, "may not specify a duration less than 10 minutes"));
    if (seconds > longest)
        errors.push_back(
            invalid(path.child("expirationSeconds"), seconds, "may not specify a duration larger than 2^32 seconds"));
    if (token.path.empty())
        errors.push_back(required(volume.child("path")));
    else
        checkLocalNonReservedPath(errors, token.path, volume.child("path"));
}

// Bundles of trust and certificates of pods are not judged: their features are off, so the server drops them before.
void checkSource(FieldErrors& errors, const ProjectedVolumeSource& projected, const FieldPath& path)
{
    checkMode(errors, projected.defaultMode, path.child("defaultMode"));
    std::set<std::string_view> files;
    const auto take = [&](const Text& file, std::string_view blamed) {
        if (!file.empty() && !files.insert(file).second)
            errors.push_back(invalid(path, blamed, "conflicting duplicate paths"));
    };
    const auto checkKeys = [&](const Text& name, const List<KeyToPath>& items, const FieldPath& at) {
        if (name.empty())
            errors.push_back(required(at.child("name")));
        for (std::size_t i = 0; i < items.size(); ++i) {
            checkKeyToPath(errors, items[i], at.child("items").index(i));
            take(items[i].path, name);
        }
    };
    for (std::size_t i = 0; i < projected.sources.size(); ++i) {
        const VolumeProjection& source = projected.sources[i];
        const FieldPath at = path.child("sources").index(i);
        if (source.secret)
            checkKeys(source.secret->name, source.secret->items, at.child("secret"));
        if (source.configMap)
            checkKeys(source.configMap->name, source.configMap->items, at.child("configMap"));
        if (source.downwardAPI) {
            for (const DownwardAPIVolumeFile& file : source.downwardAPI->items) {
                checkDownwardFile(errors, file, at.child("downwardAPI"));
                take(file.path, file.path);
            }
        }
        if (source.serviceAccountToken)
            checkToken(errors, *source.serviceAccountToken, at.child("serviceAccountToken"), path);
        if (int(bool(source.secret)) + int(bool(source.configMap)) + int(bool(source.downwardAPI))
                + int(bool(source.serviceAccountToken))
            > 1)
            errors.push_back(forbidden(at, "may not specify more than 1 volume type per source"));
    }
}

// A template makes claims of a name of their own: only labels and annotations are taken from it.
void checkTemplateMetadata(FieldErrors& errors, const ObjectMeta& metadata, const FieldPath& path)
{
    checkAnnotations(errors, metadata.annotations, path.child("annotations"));
    checkLabels(errors, metadata.labels, path.child("labels"));
    for (const Field& field : TypeOf<ObjectMeta>::value->fields) {
        Field probe = field;
        probe.presence = field.isPointer() ? Presence::Pointer : Presence::OmitEmpty;
        if (field.name != "labels" && field.name != "annotations" && !isOmitted(probe, &metadata))
            errors.push_back(forbidden(path.child(field.name == "uid" ? "uID" : field.name), "cannot be set"));
    }
}

void checkSource(FieldErrors& errors, const EphemeralVolumeSource& source, const FieldPath& path)
{
    const FieldPath claim = path.child("volumeClaimTemplate");
    if (!source.volumeClaimTemplate) {
        errors.push_back(required(claim));
        return;
    }
    checkTemplateMetadata(errors, source.volumeClaimTemplate->metadata, claim.child("metadata"));
    append(errors, validateClaimSpec(*source.volumeClaimTemplate->spec, claim.child("spec")));
}

// In the server's order. Images as volumes are off in v1.34: they were dropped before, with their mounts.
void checkSources(FieldErrors& errors, const Volume& volume, const ObjectMeta& podMeta, const FieldPath& path)
{
    const auto judge = [](FieldErrors& all, const auto& source, const FieldPath& at) { checkSource(all, source, at); };
    OneSource sources(errors, path);
    sources.take(volume.emptyDir, "emptyDir", "emptyDir", judge);
    sources.take(volume.hostPath, "hostPath");
    sources.take(volume.gitRepo, "gitRepo", "gitRepo", judge);
    sources.take(volume.gcePersistentDisk, "gcePersistentDisk", "persistentDisk", judge);
    sources.take(volume.awsElasticBlockStore, "awsElasticBlockStore");
    sources.take(volume.secret, "secret", "secret", judge);
    sources.take(volume.nfs, "nfs");
    sources.take(volume.iscsi, "iscsi");
    if (volume.iscsi && volume.iscsi->initiatorName && isTooLongForInitiator(volume.name, volume.iscsi->targetPortal))
        errors.push_back(invalid(path.child("name"), volume.name, tooLongForInitiator));
    sources.take(volume.glusterfs, "glusterfs");
    sources.take(volume.flocker, "flocker");
    sources.take(volume.persistentVolumeClaim, "persistentVolumeClaim", "persistentVolumeClaim", judge);
    sources.take(volume.rbd, "rbd");
    sources.take(volume.cinder, "cinder");
    sources.take(volume.cephfs, "cephFS", "cephfs", judge);
    sources.take(volume.quobyte, "quobyte");
    sources.take(volume.downwardAPI, "downwarAPI", "downwardAPI", judge); // the server's own slip
    sources.take(volume.fc, "fc");
    sources.take(volume.flexVolume, "flexVolume");
    sources.take(volume.configMap, "configMap", "configMap", judge);
    sources.take(volume.azureFile, "azureFile");
    sources.take(volume.vsphereVolume, "vsphereVolume");
    sources.take(volume.photonPersistentDisk, "photonPersistentDisk");
    sources.take(volume.portworxVolume, "portworxVolume");
    sources.take(volume.azureDisk, "azureDisk");
    sources.take(volume.storageos, "storageos");
    sources.take(volume.projected, "projected", "projected", judge);
    sources.take(volume.scaleIO, "scaleIO");
    sources.take(volume.csi, "csi");
    sources.take(volume.ephemeral, "ephemeral", "ephemeral",
        [&](FieldErrors& all, const EphemeralVolumeSource& source, const FieldPath& at) {
            checkSource(all, source, at);
            if (podMeta.name.empty() || volume.name.empty())
                return;
            const std::string claim = podMeta.name.str() + '-' + volume.name.str();
            for (const std::string& sentence : subdomainName(claim, false))
                all.push_back(invalid(
                    path.child("name"), volume.name, "PVC name " + shown(std::string_view(claim)) + ": " + sentence));
        });
    sources.finish();
}

bool holds(const std::map<std::string_view, std::string_view>& places, std::string_view path)
{
    return std::any_of(places.begin(), places.end(), [&](const auto& place) { return place.second == path; });
}

void checkPropagation(FieldErrors& errors, const VolumeMount& mount, bool containerIsPrivileged, const FieldPath& path)
{
    const Text& mode = mount.mountPropagation;
    if (!mode)
        return;
    checkSupported(errors, mode, MountPropagationMode::values, path);
    if (mode == MountPropagationMode::Bidirectional && !containerIsPrivileged)
        errors.push_back(forbidden(path, "Bidirectional mount propagation is available only to privileged containers"));
}

void checkRecursiveReadOnly(FieldErrors& errors, const VolumeMount& mount, const FieldPath& path)
{
    const Text& mode = mount.recursiveReadOnly;
    if (!mode || mode == RecursiveReadOnlyMode::Disabled)
        return;
    if (mode != RecursiveReadOnlyMode::Enabled && mode != RecursiveReadOnlyMode::IfPossible) {
        checkSupported(errors, mode, RecursiveReadOnlyMode::values, path);
        return;
    }
    if (!mount.readOnly)
        errors.push_back(forbidden(path, "may only be specified when readOnly is true"));
    if (mount.mountPropagation && mount.mountPropagation != MountPropagationMode::None)
        errors.push_back(forbidden(path, "may only be specified when mountPropagation is None or not specified"));
}

} // namespace

FieldErrors validateVolumes(
    const List<Volume>& volumes, const ObjectMeta& podMeta, const FieldPath& path, KnownVolumes& known)
{
    // An ephemeral volume makes a claim named after pod and volume. A pod without a name (a template, or one whose
    // name is still to be generated) cannot know it yet.
    std::set<std::string> ownClaims;
    for (const Volume& volume : volumes) {
        if (volume.ephemeral && !podMeta.name.empty())
            ownClaims.insert(podMeta.name.str() + '-' + volume.name.str());
    }
    FieldErrors errors;
    for (std::size_t i = 0; i < volumes.size(); ++i) {
        const Volume& volume = volumes[i];
        const FieldPath at = path.index(i);
        const FieldPath name = at.child("name");
        const std::size_t before = errors.size();
        checkSources(errors, volume, podMeta, at);
        if (volume.name.empty())
            errors.push_back(required(name));
        else
            appendInvalid(errors, name, volume.name, isDns1123Label(volume.name));
        if (known.names.contains(volume.name))
            errors.push_back(duplicate(name, volume.name));
        if (errors.size() == before) { // mounts find the good ones only
            known.names.insert(volume.name);
            if (volume.persistentVolumeClaim || volume.ephemeral)
                known.claims.insert(volume.name);
        }
        if (volume.persistentVolumeClaim && ownClaims.contains(volume.persistentVolumeClaim->claimName.str()))
            errors.push_back(
                invalid(at.child("persistentVolumeClaim").child("claimName"), volume.persistentVolumeClaim->claimName,
                    "must not reference a PVC that gets created for an ephemeral volume"));
    }
    return errors;
}

FieldErrors validateVolumeMounts(const List<VolumeMount>& mounts, const List<VolumeDevice>& devices,
    const KnownVolumes& volumes, bool containerIsPrivileged, const FieldPath& path)
{
    std::map<std::string_view, std::string_view> deviceOf;
    for (const VolumeDevice& device : devices)
        deviceOf[device.name] = device.devicePath;

    FieldErrors errors;
    std::set<std::string_view> paths;
    for (std::size_t i = 0; i < mounts.size(); ++i) {
        const VolumeMount& mount = mounts[i];
        const FieldPath name = path.index(i).child("name");
        const FieldPath target = path.index(i).child("mountPath");
        if (mount.name.empty())
            errors.push_back(required(name));
        if (!volumes.names.contains(mount.name))
            errors.push_back(notFound(name, mount.name));
        if (mount.mountPath.empty())
            errors.push_back(required(target));
        if (!paths.insert(mount.mountPath).second)
            errors.push_back(invalid(target, mount.mountPath, "must be unique"));
        if (deviceOf.contains(mount.name))
            errors.push_back(invalid(name, mount.name, "must not already exist in volumeDevices"));
        if (holds(deviceOf, mount.mountPath))
            errors.push_back(invalid(target, mount.mountPath, "must not already exist as a path in volumeDevices"));
        // From here on the server does not say which mount.
        if (!mount.subPath.empty())
            checkLocalPath(errors, mount.subPath, path.child("subPath"));
        if (!mount.subPathExpr.empty()) {
            if (!mount.subPath.empty())
                errors.push_back(invalid(path.index(i).child("subPathExpr"), mount.subPathExpr,
                    "subPathExpr and subPath are mutually exclusive"));
            checkLocalPath(errors, mount.subPathExpr, path.child("subPathExpr"));
        }
        checkPropagation(errors, mount, containerIsPrivileged, path.child("mountPropagation"));
        checkRecursiveReadOnly(errors, mount, path.child("recursiveReadOnly"));
    }
    return errors;
}

FieldErrors validateVolumeDevices(const List<VolumeDevice>& devices, const List<VolumeMount>& mounts,
    const KnownVolumes& volumes, const FieldPath& path)
{
    std::map<std::string_view, std::string_view> mountOf;
    for (const VolumeMount& mount : mounts)
        mountOf[mount.name] = mount.mountPath;

    FieldErrors errors;
    std::set<std::string_view> names;
    std::set<std::string_view> paths;
    for (std::size_t i = 0; i < devices.size(); ++i) {
        const VolumeDevice& device = devices[i];
        const FieldPath name = path.index(i).child("name");
        const FieldPath target = path.index(i).child("devicePath");
        if (device.name.empty())
            errors.push_back(required(name));
        if (names.contains(device.name))
            errors.push_back(invalid(name, device.name, "must be unique"));
        if (!volumes.names.contains(device.name))
            errors.push_back(notFound(name, device.name));
        else if (!volumes.claims.contains(device.name))
            errors.push_back(invalid(name, device.name,
                "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"));
        if (device.devicePath.empty())
            errors.push_back(required(target));
        if (paths.contains(device.devicePath))
            errors.push_back(invalid(target, device.devicePath, "must be unique"));
        if (!isPathWithoutBacksteps(device.devicePath).empty())
            errors.push_back(invalid(target, device.devicePath, "can not contain backsteps ('..')"));
        else
            paths.insert(device.devicePath);
        if (mountOf.contains(device.name))
            errors.push_back(invalid(name, device.name, "must not already exist in volumeMounts"));
        if (holds(mountOf, device.devicePath))
            errors.push_back(invalid(target, device.devicePath, "must not already exist as a path in volumeMounts"));
        if (!device.name.empty())
            names.insert(device.name);
    }
    return errors;
}

} // namespace kubarium::api
