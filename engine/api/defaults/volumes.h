// What volumes and claims get when a manifest is silent.
//
// Modes, types and file systems of the sources are table defaults; here stands what depends on other fields.
#pragma once

#include "defaults.h"

namespace kubarium::api {

struct PersistentVolume;
struct PersistentVolumeClaim;
struct PersistentVolumeClaimSpec;
struct CSIDriver;
struct Volume;
struct VolumeAttachment;

// Of a pod or a template: a volume without a source is an empty directory.
void setVolumeDefaults(List<Volume>& volumes);
// Of a claim, a StatefulSet's template of one, or the one that an ephemeral volume makes.
void setClaimDefaults(PersistentVolumeClaimSpec& spec);

void setDefaults(PersistentVolume& volume);
void setDefaults(PersistentVolumeClaim& claim);
void setDefaults(CSIDriver& driver);
void setDefaults(VolumeAttachment& attachment);

// What the server does between defaults and validation; `old` is null when the object is created.

// dataSource and dataSourceRef say the same in an older and a newer way, and each is filled in from the other.
// What dataSource never allowed is ignored, as it was before there were refusals.
void settleDataSources(PersistentVolumeClaimSpec& now, const PersistentVolumeClaimSpec* old);

// Fields that v1.34 does not switch on (MutableCSINodeAllocatableCount); what is in use stays.
void dropDisabledFields(CSIDriver& now, const CSIDriver* old);
void dropDisabledStatusFields(VolumeAttachment& now, const VolumeAttachment& old);

} // namespace kubarium::api
