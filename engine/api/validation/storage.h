// The kinds of storage.k8s.io, and the table line of all that has to do with storage.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct CSIDriver;
struct CSINode;
struct CSIStorageCapacity;
struct StorageClass;
struct VolumeAttachment;
struct VolumeAttributesClass;

FieldErrors validate(const StorageClass& storageClass);
FieldErrors validateUpdate(const StorageClass& now, const StorageClass& old);
std::vector<std::string> warnings(const StorageClass& storageClass);

FieldErrors validate(const VolumeAttributesClass& attributes);
FieldErrors validateUpdate(const VolumeAttributesClass& now, const VolumeAttributesClass& old);

FieldErrors validate(const CSIDriver& driver);
FieldErrors validateUpdate(const CSIDriver& now, const CSIDriver& old);

FieldErrors validate(const CSINode& node);
FieldErrors validateUpdate(const CSINode& now, const CSINode& old);

FieldErrors validate(const CSIStorageCapacity& capacity);
FieldErrors validateUpdate(const CSIStorageCapacity& now, const CSIStorageCapacity& old);
std::vector<std::string> warnings(const CSIStorageCapacity& capacity);

FieldErrors validate(const VolumeAttachment& attachment);
FieldErrors validateUpdate(const VolumeAttachment& now, const VolumeAttachment& old);
FieldErrors validateStatusUpdate(const VolumeAttachment& now, const VolumeAttachment& old);

} // namespace kubarium::api
