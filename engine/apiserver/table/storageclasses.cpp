#include "printers.h"
#include "words.h"

#include "api/types/storage.h"

namespace kubarium::apiserver::table {

namespace {

bool isMarked(const api::ObjectMeta& meta, std::string_view annotation)
{
    const api::Text* const value = meta.annotations.find(annotation);
    return value && *value == "true";
}

std::string className(const api::StorageClass& storageClass)
{
    const api::ObjectMeta& meta = storageClass.metadata;
    const bool isDefault = isMarked(meta, "storageclass.kubernetes.io/is-default-class")
        || isMarked(meta, "storageclass.beta.kubernetes.io/is-default-class");
    return meta.name.str() + (isDefault ? " (default)" : "");
}

std::string attributesClassName(const api::VolumeAttributesClass& attributes)
{
    const bool isDefault = isMarked(attributes.metadata, "volumeattributesclass.alpha.kubernetes.io/is-default-class");
    return attributes.metadata.name.str() + (isDefault ? " (default)" : "");
}

std::string_view reclaimPolicy(const api::StorageClass& storageClass)
{
    return textOr(storageClass.reclaimPolicy, "Delete");
}

std::string_view bindingMode(const api::StorageClass& storageClass)
{
    return textOr(storageClass.volumeBindingMode, "Immediate");
}

bool allowsExpansion(const api::StorageClass& storageClass)
{
    return storageClass.allowVolumeExpansion.valueOr(false);
}

bool attachRequired(const api::CSIDriver& driver)
{
    return driver.spec->attachRequired.valueOr(true);
}

std::string tokenRequests(const api::CSIDriver& driver)
{
    const auto& requests = driver.spec->tokenRequests;
    return requests.empty()
        ? std::string(unset)
        : joined(requests, ",", [](const api::CSITokenRequest& request) { return request.audience.view(); });
}

std::string modes(const api::CSIDriver& driver)
{
    const auto& modes = driver.spec->volumeLifecycleModes;
    return modes.empty() ? std::string(none) : joined(modes, ",");
}

std::int64_t drivers(const api::CSINode& node)
{
    return static_cast<std::int64_t>(node.spec->drivers.size());
}

std::string_view volume(const api::VolumeAttachment& attachment)
{
    return attachment.spec->source.persistentVolumeName;
}

} // namespace

std::vector<KindPrinter> storageClassPrinters()
{
    using api::CSIDriver;
    using api::CSINode;
    using api::StorageClass;
    using api::VolumeAttachment;
    using api::VolumeAttributesClass;
    return {
        printerOf<StorageClass>({cell<StorageClass, className>("Name"),
            cell<StorageClass, reclaimPolicy>("ReclaimPolicy"), cell<StorageClass, bindingMode>("VolumeBindingMode"),
            cell<StorageClass, allowsExpansion>("AllowVolumeExpansion")}),
        printerOf<CSIDriver>({cell<CSIDriver, attachRequired>("AttachRequired"),
            cell<CSIDriver, tokenRequests>("TokenRequests"), cell<CSIDriver, modes>("Modes")}),
        printerOf<CSINode>({cell<CSINode, drivers>("Drivers")}),
        printerOf<VolumeAttachment>({cell<VolumeAttachment, volume>("PV")}),
        printerOf<VolumeAttributesClass>({cell<VolumeAttributesClass, attributesClassName>("Name")}),
    };
}

} // namespace kubarium::apiserver::table
