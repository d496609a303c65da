#include "defaultstorageclass.h"

#include "defaultclasses.h"

#include "api/types/core-volumes.h"

#include <array>

namespace kubarium::apiserver {

namespace {

constexpr std::string_view olderClassAnnotation = "volume.beta.kubernetes.io/storage-class";
constexpr std::array<std::string_view, 2> marks = {
    "storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"};

} // namespace

std::optional<api::Status> DefaultStorageClass::mutate(const Attributes& attributes, api::ObjectPtr& object) const
{
    static const api::Kind& classes = *api::findKind("storage.k8s.io", "v1", "StorageClass");
    const auto* const claim = object.as<api::PersistentVolumeClaim>();
    if (!claim || !attributes.request.subresource.empty() || !creates(attributes))
        return std::nullopt;
    if (claim->spec->storageClassName || claim->metadata.annotations.contains(olderClassAnnotation))
        return std::nullopt;
    if (const api::ObjectPtr found = defaultClass(attributes.state, classes, marks))
        object.editAs<api::PersistentVolumeClaim>().spec.edit().storageClassName = found.meta().name;
    return std::nullopt;
}

} // namespace kubarium::apiserver
