#include "persistentvolume.h"

#include "claim.h"
#include "gojson.h"
#include "meta.h"
#include "nodeselector.h"
#include "shown.h"
#include "volumesources.h"

#include "api/types/core-meta.h"

#include <array>

namespace kubarium::api {

namespace {

constexpr std::string_view storage = "storage";
constexpr std::string_view notInline = "may not be specified in the context of inline volumes";

// null, or {"storage":"1Gi"}.
std::string shownAmounts(const Map<Quantity>& amounts)
{
    std::string out;
    for (const auto& [name, amount] : amounts)
        out += (out.empty() ? "{" : ",") + shown(name) + ':' + shown(amount);
    return out.empty() ? "null" : out + '}';
}

void checkCapacity(FieldErrors& errors, const Map<Quantity>& capacity, const FieldPath& path)
{
    static constexpr std::array<std::string_view, 1> storageAlone = {storage};
    if (capacity.empty())
        errors.push_back(required(path));
    if (!capacity.contains(storage) || capacity.size() > 1)
        errors.push_back(notSupportedShown(path, shownAmounts(capacity), storageAlone));
    for (const auto& [name, amount] : capacity) {
        if (amount.units() < 0)
            errors.push_back(invalid(path.key(name), amount.units(), "must be a valid resource quantity"));
        if (amount.sign() <= 0)
            errors.push_back(invalid(path.key(name), amount, "must be greater than zero"));
    }
}

void checkNodeAffinity(FieldErrors& errors, const VolumeNodeAffinity& affinity, const PersistentVolumeOptions& options,
    const FieldPath& path)
{
    const FieldPath nodes = path.child("required");
    if (affinity.required)
        checkNodeSelector(
            errors, *affinity.required, nodes, {.allowInvalidLabelValues = options.allowInvalidNodeLabelValues});
    else
        errors.push_back(required(nodes, "must specify required node constraints"));
}

// In the server's order.
void checkSources(FieldErrors& errors, const PersistentVolumeSpec& spec, std::string_view name, bool hasAffinity,
    const FieldPath& path)
{
    const auto judge = [](FieldErrors& all, const auto& source, const FieldPath& at) { checkSource(all, source, at); };
    OneSource sources(errors, path);
    sources.take(spec.hostPath, "hostPath");
    sources.take(spec.gcePersistentDisk, "gcePersistentDisk", "persistentDisk", judge);
    sources.take(spec.awsElasticBlockStore, "awsElasticBlockStore");
    sources.take(spec.glusterfs, "glusterfs");
    sources.take(spec.flocker, "flocker");
    sources.take(spec.nfs, "nfs");
    sources.take(spec.rbd, "rbd");
    sources.take(spec.quobyte, "quobyte");
    sources.take(spec.cephfs, "cephFS", "cephfs", judge);
    sources.take(spec.iscsi, "iscsi", "iscsi",
        [&](FieldErrors& all, const ISCSIPersistentVolumeSource& source, const FieldPath& at) {
            checkSource(all, source, name, at);
        });
    sources.take(spec.cinder, "cinder");
    sources.take(spec.fc, "fc");
    sources.takeAnyhow(spec.flexVolume, "flexVolume");
    sources.take(spec.azureFile, "azureFile");
    sources.take(spec.vsphereVolume, "vsphereVolume");
    sources.take(spec.photonPersistentDisk, "photonPersistentDisk");
    sources.take(spec.portworxVolume, "portworxVolume");
    sources.take(spec.azureDisk, "azureDisk");
    sources.take(spec.scaleIO, "scaleIO");
    sources.take(
        spec.local, "local", "local", [&](FieldErrors& all, const LocalVolumeSource& source, const FieldPath& at) {
            checkSource(all, source, at);
            if (!hasAffinity) // a disk of one node is nowhere else
                all.push_back(required(path.child("nodeAffinity"), "Local volume requires node affinity"));
        });
    sources.take(spec.storageos, "storageos");
    sources.take(spec.csi, "csi");
    sources.finish();
}

// Whether a path of the node is its root, however it is written: "/", "//", "/a/..".
bool isRoot(std::string_view path)
{
    if (!path.starts_with('/'))
        return false;
    std::size_t depth = 0;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        const std::string_view step = path.substr(0, slash);
        if (step == "..")
            depth -= depth > 0;
        else if (!step.empty() && step != ".")
            ++depth;
        path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    }
    return depth == 0;
}

// An inline volume is a pod's own and of the node, which leaves nothing to choose here.
void checkInline(FieldErrors& errors, const PersistentVolumeSpec& spec, const FieldPath& path)
{
    if (spec.claimRef)
        errors.push_back(forbidden(path.child("claimRef"), notInline));
    if (!spec.capacity.empty())
        errors.push_back(forbidden(path.child("capacity"), notInline));
    if (!spec.csi)
        errors.push_back(required(path.child("csi"), "has to be specified in the context of inline volumes"));
}

// The fields of PersistentVolumeSpec that Go keeps in a struct of their own, in its order.
constexpr std::array<std::string_view, 22> sourceFields = {"gcePersistentDisk", "awsElasticBlockStore", "hostPath",
    "glusterfs", "nfs", "rbd", "quobyte", "iscsi", "flexVolume", "cinder", "cephfs", "fc", "flocker", "azureFile",
    "vsphereVolume", "azureDisk", "photonPersistentDisk", "portworxVolume", "scaleIO", "local", "storageos", "csi"};

std::string sourceJson(const PersistentVolumeSpec& spec)
{
    return goJson(*TypeOf<PersistentVolumeSpec>::value, &spec, sourceFields);
}

void checkSourceUpdate(FieldErrors& errors, const PersistentVolumeSpec& now, const PersistentVolumeSpec& old)
{
    PersistentVolumeSpec compared = now;
    if (old.csi && !old.csi->controllerExpandSecretRef && now.csi && now.csi->controllerExpandSecretRef)
        compared.csi.edit().controllerExpandSecretRef.reset(); // may be added once
    const std::string was = sourceJson(old);
    const std::string is = sourceJson(compared);
    if (was != is)
        errors.push_back(forbidden(FieldPath("spec").child("persistentvolumesource"),
            "spec.persistentvolumesource is immutable after creation\n" + jsonDiff(was, is)));
}

// Where a volume lies does not change; only the labels that say so may be brought up to date.
void checkNodeAffinityUpdate(
    FieldErrors& errors, const Box<VolumeNodeAffinity>& now, const Box<VolumeNodeAffinity>& old)
{
    Box<VolumeNodeAffinity> compared = old;
    if (old && old->required && now->required) {
        const auto& nowTerms = now->required->nodeSelectorTerms;
        const auto terms = compared.edit().required.edit().nodeSelectorTerms.edit();
        for (std::size_t i = 0; i < std::min(terms.size(), nowTerms.size()); ++i) {
            for (const auto list : {&NodeSelectorTerm::matchExpressions, &NodeSelectorTerm::matchFields}) {
                const auto requirements = (terms[i].*list).edit();
                for (std::size_t j = 0; j < std::min(requirements.size(), (nowTerms[i].*list).size()); ++j) {
                    const std::string_view stable = stableNodeLabel(requirements[j].key);
                    if (!stable.empty() && (nowTerms[i].*list)[j].key == stable)
                        requirements[j].key = Text(stable);
                }
            }
        }
    }
    if (!(compared == now))
        errors.push_back(invalidShown(FieldPath("nodeAffinity"), now ? goJson(*now) : shown("null"),
            std::string(messages::immutable) + ", except for updating from beta label to GA"));
}

FieldErrors validate(const PersistentVolume& volume, const PersistentVolumeOptions& options)
{
    FieldErrors errors = validateObjectMeta(volume.metadata, false, subdomainName, FieldPath("metadata"));
    append(errors, validatePersistentVolumeSpec(*volume.spec, volume.metadata.name, FieldPath("spec"), options));
    return errors;
}

} // namespace

FieldErrors validatePersistentVolumeSpec(
    const PersistentVolumeSpec& spec, std::string_view name, const FieldPath& path, PersistentVolumeOptions options)
{
    FieldErrors errors;
    const bool isInline = options.place == VolumePlace::Inline;
    if (isInline)
        checkInline(errors, spec, path);
    if (spec.accessModes.empty())
        errors.push_back(required(path.child("accessModes")));
    checkAccessModes(errors, spec.accessModes, path.child("accessModes"));
    if (!isInline)
        checkCapacity(errors, spec.capacity, path.child("capacity"));

    const Text& policy = spec.persistentVolumeReclaimPolicy;
    const FieldPath policyPath = path.child("persistentVolumeReclaimPolicy");
    if (isInline && !policy.empty() && policy != PersistentVolumeReclaimPolicy::Retain)
        errors.push_back(forbidden(policyPath, "may only be Retain in the context of inline volumes"));
    else if (!isInline && !policy.empty())
        checkSupported(errors, policy, PersistentVolumeReclaimPolicy::values, policyPath);

    if (isInline && spec.nodeAffinity)
        errors.push_back(forbidden(path.child("nodeAffinity"), notInline));
    else if (spec.nodeAffinity)
        checkNodeAffinity(errors, *spec.nodeAffinity, options, path.child("nodeAffinity"));
    checkSources(errors, spec, name, !isInline && spec.nodeAffinity, path);

    // Recycling empties the directory, and that one is the whole node.
    if (spec.hostPath && isRoot(spec.hostPath->path) && policy == PersistentVolumeReclaimPolicy::Recycle)
        errors.push_back(forbidden(policyPath, "may not be 'recycle' for a hostPath mount of '/'"));

    if (isInline && !spec.storageClassName.empty())
        errors.push_back(forbidden(path.child("storageClassName"), notInline));
    else if (!spec.storageClassName.empty())
        appendInvalid(
            errors, path.child("storageClassName"), spec.storageClassName, subdomainName(spec.storageClassName, false));

    if (isInline && spec.volumeMode && spec.volumeMode != PersistentVolumeMode::Filesystem)
        errors.push_back(forbidden(path.child("volumeMode"),
            "may not specify volumeMode other than Filesystem in the context of inline volumes"));
    else if (!isInline && spec.volumeMode)
        checkSupported(errors, spec.volumeMode, PersistentVolumeMode::values, path.child("volumeMode"));

    const Text& attributes = spec.volumeAttributesClassName;
    if (isInline || !attributes)
        return errors;
    const FieldPath attributesPath = path.child("volumeAttributesClassName");
    if (attributes.empty())
        errors.push_back(required(attributesPath, "an empty string is disallowed"));
    else
        appendInvalid(errors, attributesPath, attributes, subdomainName(attributes, false));
    if (!spec.csi)
        errors.push_back(required(path.child("csi"), "has to be specified when using volumeAttributesClassName"));
    return errors;
}

FieldErrors validate(const PersistentVolume& volume)
{
    return validate(volume, PersistentVolumeOptions());
}

FieldErrors validateUpdate(const PersistentVolume& now, const PersistentVolume& old)
{
    PersistentVolumeOptions options;
    options.allowInvalidNodeLabelValues = hasInvalidLabelValues(*old.spec->nodeAffinity->required);
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    append(errors, validate(now, options));
    checkSourceUpdate(errors, *now.spec, *old.spec);
    if (now.spec->volumeMode != old.spec->volumeMode)
        errors.push_back(
            invalidShown(FieldPath("volumeMode"), shownPointer(now.spec->volumeMode), messages::immutable));
    if (old.spec->nodeAffinity)
        checkNodeAffinityUpdate(errors, now.spec->nodeAffinity, old.spec->nodeAffinity);
    if (old.spec->volumeAttributesClassName && !now.spec->volumeAttributesClassName)
        errors.push_back(forbidden(
            FieldPath("spec").child("volumeAttributesClassName"), "update from non-nil value to nil is forbidden"));
    return errors;
}

FieldErrors validateStatusUpdate(const PersistentVolume& now, const PersistentVolume& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    if (now.metadata.resourceVersion.empty())
        errors.push_back(required(FieldPath("resourceVersion")));
    return errors;
}

std::vector<std::string> warnings(const PersistentVolume& volume)
{
    std::vector<std::string> all;
    const PersistentVolumeSpec& spec = *volume.spec;
    const FieldPath path("spec");
    if (volume.metadata.annotations.contains(betaStorageClassAnnotation))
        all.push_back(FieldPath("metadata").child("annotations").key(betaStorageClassAnnotation).text() + ": "
            + std::string(betaStorageClassSentence));
    const auto warn = [&](bool used, std::string_view field, std::string_view sentence) {
        if (used)
            all.push_back(path.child(field).text() + ": " + std::string(sentence));
    };
    warn(spec.persistentVolumeReclaimPolicy == PersistentVolumeReclaimPolicy::Recycle, "persistentVolumeReclaimPolicy",
        "The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.");
    const auto& terms = spec.nodeAffinity->required->nodeSelectorTerms;
    for (std::size_t i = 0; i < terms.size(); ++i)
        warnOfNodeSelectorTerm(
            all, terms[i], path.child("nodeAffinity").child("required").child("nodeSelectorTerms").index(i));
    warn(bool(spec.cephfs), "cephfs", "deprecated in v1.28, non-functional in v1.31+");
    warn(bool(spec.photonPersistentDisk), "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+");
    warn(bool(spec.scaleIO), "scaleIO", "deprecated in v1.16, non-functional in v1.22+");
    warn(bool(spec.storageos), "storageOS", "deprecated in v1.22, non-functional in v1.25+");
    warn(bool(spec.glusterfs), "glusterfs", "deprecated in v1.25, non-functional in v1.26+");
    warn(bool(spec.rbd), "rbd", "deprecated in v1.28, non-functional in v1.31+");
    return all;
}

} // namespace kubarium::api
