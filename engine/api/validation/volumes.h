// Volumes of pods, and the rules they share with persistent volumes and claims.
#pragma once

#include "rules.h"

#include <set>

namespace kubarium::api {

struct Volume;
struct VolumeMount;
struct VolumeDevice;
struct Container;
struct ObjectMeta;
struct PersistentVolumeClaimSpec;
struct PersistentVolumeClaimTemplate;

struct KnownVolumes {
    std::set<std::string_view> names; // all valid ones; mounts refer to them
    std::set<std::string_view> claims; // those that are claims: block devices need one
};

FieldErrors validateVolumes(
    const List<Volume>& volumes, const ObjectMeta& podMeta, const FieldPath& path, KnownVolumes& known);
FieldErrors validateVolumeMounts(const List<VolumeMount>& mounts, const List<VolumeDevice>& devices,
    const KnownVolumes& volumes, bool containerIsPrivileged, const FieldPath& path);
FieldErrors validateVolumeDevices(const List<VolumeDevice>& devices, const List<VolumeMount>& mounts,
    const KnownVolumes& volumes, const FieldPath& path);
FieldErrors validateClaimSpec(const PersistentVolumeClaimSpec& spec, const FieldPath& path);
std::vector<std::string> volumeWarnings(const List<Volume>& volumes, const FieldPath& path);

} // namespace kubarium::api
