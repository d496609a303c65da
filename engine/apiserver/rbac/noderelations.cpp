#include "noderelations.h"

#include "podreferences.h"

#include "../resources.h"

#include "api/types/core-volumes.h"
#include "api/types/storage.h"

namespace kubarium::apiserver {

namespace {

const api::Kind& core(std::string_view kind)
{
    return *api::findKind("", "v1", kind);
}

// The Secrets that a kubelet needs to mount a volume.
class VolumeSecrets {
public:
    VolumeSecrets(std::string_view namespace_, std::string_view name) : m_namespace(namespace_), m_name(name) { }

    bool among(const api::PersistentVolumeSpec& spec) const
    {
        const std::string_view home = spec.claimRef->namespace_;
        if (spec.azureFile) {
            const std::string_view said = spec.azureFile->secretNamespace;
            if (spec.azureFile->secretName == m_name && (said.empty() ? home : said) == m_namespace)
                return true;
        }
        if (spec.csi
            && (is(spec.csi->nodePublishSecretRef, home) || is(spec.csi->nodeStageSecretRef, home)
                || is(spec.csi->nodeExpandSecretRef, home)))
            return true;
        return isOf(spec.cephfs, home) || isOf(spec.cinder, home) || isOf(spec.flexVolume, home)
            || isOf(spec.iscsi, home) || isOf(spec.rbd, home) || isOf(spec.scaleIO, home) || isOf(spec.storageos, home);
    }

private:
    template <class Reference> bool is(const api::Box<Reference>& reference, std::string_view home) const
    {
        if (!reference || !(reference->name == m_name))
            return false;
        return (reference->namespace_.empty() ? home : reference->namespace_.view()) == m_namespace;
    }

    template <class Source> bool isOf(const api::Box<Source>& source, std::string_view home) const
    {
        return source && is(source->secretRef, home);
    }

    std::string_view m_namespace;
    std::string_view m_name;
};

} // namespace

bool NodeRelations::anyPod(std::string_view namespace_, const std::function<bool(const api::Pod&)>& fits) const
{
    static const store::ResourceId pods = resourceId(core("Pod"));
    bool found = false;
    m_state.store.tree(pods).visit({namespace_, {}}, [&](const api::ObjectPtr& object) {
        const api::Pod& pod = *object.as<api::Pod>();
        if (!(pod.metadata.namespace_ == namespace_))
            return false;
        found = pod.spec->nodeName == m_node && !isMirror(pod) && fits(pod);
        return !found;
    });
    return found;
}

bool NodeRelations::pod(std::string_view namespace_, std::string_view name) const
{
    const api::ObjectPtr object = m_state.store.find(keyOf(core("Pod"), namespace_, name));
    const auto* const pod = object.as<api::Pod>();
    return pod && pod->spec->nodeName == m_node;
}

bool NodeRelations::secret(std::string_view namespace_, std::string_view name) const
{
    if (anyPod(namespace_, [&](const api::Pod& pod) { return refersTo(pod, Referenced::Secret, name); }))
        return true;
    static const store::ResourceId volumes = resourceId(core("PersistentVolume"));
    const VolumeSecrets wanted(namespace_, name);
    bool found = false;
    m_state.store.tree(volumes).visit([&](const api::ObjectPtr& object) {
        const api::PersistentVolumeSpec& spec = *object.as<api::PersistentVolume>()->spec;
        found = spec.claimRef && wanted.among(spec) && claim(spec.claimRef->namespace_, spec.claimRef->name);
        return !found;
    });
    return found;
}

bool NodeRelations::configMap(std::string_view namespace_, std::string_view name) const
{
    return anyPod(namespace_, [&](const api::Pod& pod) { return refersTo(pod, Referenced::ConfigMap, name); });
}

bool NodeRelations::serviceAccount(std::string_view namespace_, std::string_view name) const
{
    return anyPod(namespace_, [&](const api::Pod& pod) { return pod.spec->serviceAccountName == name; });
}

bool NodeRelations::claim(std::string_view namespace_, std::string_view name) const
{
    return anyPod(namespace_, [&](const api::Pod& pod) { return refersTo(pod, Referenced::Claim, name); });
}

bool NodeRelations::volume(std::string_view name) const
{
    const api::ObjectPtr object = m_state.store.find(keyOf(core("PersistentVolume"), {}, name));
    const auto* const volume = object.as<api::PersistentVolume>();
    return volume && volume->spec->claimRef && claim(volume->spec->claimRef->namespace_, volume->spec->claimRef->name);
}

bool NodeRelations::attachment(std::string_view name) const
{
    static const api::Kind& kind = *api::findKind("storage.k8s.io", "v1", "VolumeAttachment");
    const api::ObjectPtr object = m_state.store.find(keyOf(kind, {}, name));
    const auto* const attachment = object.as<api::VolumeAttachment>();
    return attachment && attachment->spec->nodeName == m_node;
}

} // namespace kubarium::apiserver
