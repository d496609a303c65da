// PersistentVolume, and the volumes that attachments carry within themselves.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct PersistentVolume;
struct PersistentVolumeSpec;

// An inline volume is that of a pod as the attach/detach controller sees it: it has no capacity, no class, no claim.
enum class VolumePlace : std::uint8_t { OwnObject, Inline };

struct PersistentVolumeOptions {
    VolumePlace place = VolumePlace::OwnObject;
    bool allowInvalidNodeLabelValues = false; // stored by older releases
};

FieldErrors validatePersistentVolumeSpec(const PersistentVolumeSpec& spec, std::string_view name, const FieldPath& path,
    PersistentVolumeOptions options = {});

FieldErrors validate(const PersistentVolume& volume);
FieldErrors validateUpdate(const PersistentVolume& now, const PersistentVolume& old);
FieldErrors validateStatusUpdate(const PersistentVolume& now, const PersistentVolume& old);
std::vector<std::string> warnings(const PersistentVolume& volume);

} // namespace kubarium::api
