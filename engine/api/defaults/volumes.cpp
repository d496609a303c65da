#include "volumes.h"

#include "table.h"

#include "api/types/core-meta.h"
#include "api/types/core-volumes.h"
#include "api/types/storage.h"

namespace kubarium::api {

namespace {

// The server keeps amounts to the thousandth.
void roundUp(Map<Quantity>& resources)
{
    for (const auto& [name, amount] : Map<Quantity>(resources)) {
        if (const Quantity rounded = amount.roundedUpToMilli(); !(rounded == amount))
            resources.set(name, rounded);
    }
}

bool hasSource(const Volume& volume)
{
    Volume named;
    named.name = volume.name;
    return !(volume == named);
}

bool isClaimOrSnapshot(const TypedLocalObjectReference& source)
{
    return (source.kind == "PersistentVolumeClaim" && source.apiGroup.empty())
        || (source.kind == "VolumeSnapshot" && source.apiGroup == "snapshot.storage.k8s.io");
}

} // namespace

void setVolumeDefaults(List<Volume>& volumes)
{
    for (std::size_t i = 0; i < volumes.size(); ++i) {
        const auto& claim = volumes[i].ephemeral->volumeClaimTemplate;
        if (!hasSource(volumes[i]))
            volumes.edit(i).emptyDir.edit();
        else if (claim)
            setClaimDefaults(volumes.edit(i).ephemeral.edit().volumeClaimTemplate.edit().spec.edit());
    }
}

void setClaimDefaults(PersistentVolumeClaimSpec& spec)
{
    roundUp(spec.resources.limits);
    roundUp(spec.resources.requests);
}

// A spec and a status are there even when the manifest has none: the tables fill them in.
void setDefaults(PersistentVolume& volume)
{
    roundUp(volume.spec.edit().capacity);
    volume.status.edit();
}

void setDefaults(PersistentVolumeClaim& claim)
{
    setClaimDefaults(claim.spec.edit());
    PersistentVolumeClaimStatus& status = claim.status.edit();
    roundUp(status.capacity);
    roundUp(status.allocatedResources);
}

void setDefaults(CSIDriver& driver)
{
    driver.spec.edit();
}

void setDefaults(VolumeAttachment& attachment)
{
    if (!attachment.spec->source.inlineVolumeSpec->capacity.empty())
        roundUp(attachment.spec.edit().source.inlineVolumeSpec.edit().capacity);
}

void settleDataSources(PersistentVolumeClaimSpec& now, const PersistentVolumeClaimSpec* old)
{
    // Sources in other namespaces are off in v1.34.
    if (!now.dataSourceRef->namespace_.empty() && !(old && old->dataSourceRef))
        now.dataSourceRef.reset();

    const bool hadSource = old && (old->dataSource || old->dataSourceRef);
    if (!hadSource && !now.dataSourceRef && !isClaimOrSnapshot(*now.dataSource))
        now.dataSource.reset();

    if (now.dataSource && !now.dataSourceRef) {
        TypedObjectReference& reference = now.dataSourceRef.edit();
        reference.apiGroup = now.dataSource->apiGroup;
        reference.kind = now.dataSource->kind;
        reference.name = now.dataSource->name;
    } else if (now.dataSourceRef && !now.dataSource && now.dataSourceRef->namespace_.empty()) {
        TypedLocalObjectReference& source = now.dataSource.edit();
        source.apiGroup = now.dataSourceRef->apiGroup;
        source.kind = now.dataSourceRef->kind;
        source.name = now.dataSourceRef->name;
    }
}

void dropDisabledFields(CSIDriver& now, const CSIDriver* old)
{
    if (now.spec->nodeAllocatableUpdatePeriodSeconds && !(old && old->spec->nodeAllocatableUpdatePeriodSeconds))
        now.spec.edit().nodeAllocatableUpdatePeriodSeconds.reset();
}

void dropDisabledStatusFields(VolumeAttachment& now, const VolumeAttachment& old)
{
    for (const auto error : {&VolumeAttachmentStatus::attachError, &VolumeAttachmentStatus::detachError}) {
        if (((*now.status).*error)->errorCode && !((*old.status).*error)->errorCode)
            (now.status.edit().*error).edit().errorCode.reset();
    }
}

std::span<const Defaulter> storageDefaults()
{
    static constexpr Defaulter defaulters[] = {defaulterOf<PersistentVolume>(), defaulterOf<PersistentVolumeClaim>(),
        defaulterOf<CSIDriver>(), defaulterOf<VolumeAttachment>()};
    return defaulters;
}

} // namespace kubarium::api
