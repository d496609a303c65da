#include "podreferences.h"

#include "api/types/core-volumes.h"

namespace kubarium::apiserver {

namespace {

template <class Containers> void visitContainers(const Containers& containers, const ReferenceVisitor& visitor)
{
    for (const auto& container : containers) {
        for (const api::EnvFromSource& source : container.envFrom) {
            if (source.secretRef)
                visitor(Referenced::Secret, source.secretRef->name);
            if (source.configMapRef)
                visitor(Referenced::ConfigMap, source.configMapRef->name);
        }
        for (const api::EnvVar& variable : container.env) {
            if (variable.valueFrom->secretKeyRef)
                visitor(Referenced::Secret, variable.valueFrom->secretKeyRef->name);
            if (variable.valueFrom->configMapKeyRef)
                visitor(Referenced::ConfigMap, variable.valueFrom->configMapKeyRef->name);
        }
    }
}

void visitProjections(const api::ProjectedVolumeSource& projected, const ReferenceVisitor& visitor)
{
    for (const api::VolumeProjection& source : projected.sources) {
        if (source.secret)
            visitor(Referenced::Secret, source.secret->name);
        if (source.configMap)
            visitor(Referenced::ConfigMap, source.configMap->name);
        if (source.clusterTrustBundle)
            visitor(Referenced::ClusterTrustBundle, source.clusterTrustBundle->name);
    }
}

template <class Source> void visitLogin(const api::Box<Source>& source, const ReferenceVisitor& visitor)
{
    if (source && source->secretRef)
        visitor(Referenced::Secret, source->secretRef->name);
}

void visitVolume(const api::Pod& pod, const api::Volume& volume, const ReferenceVisitor& visitor)
{
    if (volume.secret)
        visitor(Referenced::Secret, volume.secret->secretName);
    if (volume.azureFile)
        visitor(Referenced::Secret, volume.azureFile->secretName);
    if (volume.csi && volume.csi->nodePublishSecretRef)
        visitor(Referenced::Secret, volume.csi->nodePublishSecretRef->name);
    visitLogin(volume.cephfs, visitor);
    visitLogin(volume.cinder, visitor);
    visitLogin(volume.flexVolume, visitor);
    visitLogin(volume.iscsi, visitor);
    visitLogin(volume.rbd, visitor);
    visitLogin(volume.scaleIO, visitor);
    visitLogin(volume.storageos, visitor);
    if (volume.configMap)
        visitor(Referenced::ConfigMap, volume.configMap->name);
    if (volume.projected)
        visitProjections(*volume.projected, visitor);
    if (volume.persistentVolumeClaim)
        visitor(Referenced::Claim, volume.persistentVolumeClaim->claimName);
    if (volume.ephemeral) // its claim is named after both
        visitor(Referenced::Claim, pod.metadata.name.str() + "-" + volume.name.str());
}

} // namespace

void visitReferences(const api::Pod& pod, const ReferenceVisitor& visitor)
{
    const api::PodSpec& spec = *pod.spec;
    for (const api::LocalObjectReference& secret : spec.imagePullSecrets)
        visitor(Referenced::Secret, secret.name);
    visitContainers(spec.initContainers, visitor);
    visitContainers(spec.containers, visitor);
    visitContainers(spec.ephemeralContainers, visitor);
    for (const api::Volume& volume : spec.volumes)
        visitVolume(pod, volume, visitor);
}

bool refersTo(const api::Pod& pod, Referenced what, std::string_view name)
{
    bool found = false;
    visitReferences(pod, [&](Referenced one, std::string_view its) { found = found || (one == what && its == name); });
    return found;
}

bool refersToAny(const api::Pod& pod, Referenced what)
{
    bool found = false;
    visitReferences(pod, [&](Referenced one, std::string_view) { found = found || one == what; });
    return found;
}

bool isMirror(const api::Pod& pod)
{
    return pod.metadata.annotations.contains("kubernetes.io/config.mirror");
}

} // namespace kubarium::apiserver
