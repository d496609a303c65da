#include "storageprotection.h"

#include "../finalizers.h"

namespace kubarium::apiserver {

namespace {

std::string_view finalizerOf(const api::Kind& kind)
{
    if (kind.group.empty() && kind.kind == "PersistentVolumeClaim")
        return finalizers::pvcProtection;
    if (kind.group.empty() && kind.kind == "PersistentVolume")
        return finalizers::pvProtection;
    if (kind.group == "storage.k8s.io" && kind.kind == "VolumeAttributesClass")
        return finalizers::vacProtection;
    return {};
}

} // namespace

std::optional<api::Status> StorageObjectInUseProtection::mutate(
    const Attributes& attributes, api::ObjectPtr& object) const
{
    const std::string_view finalizer = finalizerOf(attributes.kind);
    if (finalizer.empty() || !attributes.request.subresource.empty() || !creates(attributes))
        return std::nullopt;
    if (!finalizers::has(object.meta(), finalizer))
        object.editMeta().finalizers.push_back(api::Text(finalizer));
    return std::nullopt;
}

} // namespace kubarium::apiserver
