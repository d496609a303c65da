// PersistentVolumeClaim, and what it shares with the claims that pods make for themselves.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct PersistentVolumeClaim;
struct PersistentVolumeClaimSpec;

inline constexpr std::string_view betaStorageClassAnnotation = "volume.beta.kubernetes.io/storage-class";
inline constexpr std::string_view betaStorageClassSentence =
    "deprecated since v1.8; use \"storageClassName\" attribute instead";

FieldErrors validate(const PersistentVolumeClaim& claim);
FieldErrors validateUpdate(const PersistentVolumeClaim& now, const PersistentVolumeClaim& old);
FieldErrors validateStatusUpdate(const PersistentVolumeClaim& now, const PersistentVolumeClaim& old);
std::vector<std::string> warnings(const PersistentVolumeClaim& claim);
std::vector<std::string> claimSpecWarnings(const PersistentVolumeClaimSpec& spec, const FieldPath& path);

// Access modes of volumes and claims: known ones, and the one of a single pod alone.
void checkAccessModes(FieldErrors& errors, const List<Text>& modes, const FieldPath& path);

} // namespace kubarium::api
