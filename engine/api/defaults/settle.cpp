#include "settle.h"

#include "daemonset.h"
#include "job.h"
#include "service.h"
#include "volumes.h"

#include "api/types/apps.h"
#include "api/types/batch.h"
#include "api/types/core-service.h"
#include "api/types/core-volumes.h"
#include "api/types/storage.h"

namespace kubarium::api {

void settleForCreate(ObjectPtr& object)
{
    if (object.as<Job>())
        generateSelector(object.editAs<Job>());
    else if (object.as<Service>())
        settleAllocated(object.editAs<Service>(), nullptr);
    else if (object.as<PersistentVolumeClaim>())
        settleDataSources(object.editAs<PersistentVolumeClaim>().spec.edit(), nullptr);
    else if (object.as<CSIDriver>())
        dropDisabledFields(object.editAs<CSIDriver>(), nullptr);
    else if (object.as<DaemonSet>())
        settleTemplateGeneration(object.editAs<DaemonSet>(), nullptr);
}

void settleForUpdate(ObjectPtr& now, const ObjectPtr& old)
{
    if (const PersistentVolumeClaim* const before = old.as<PersistentVolumeClaim>())
        settleDataSources(now.editAs<PersistentVolumeClaim>().spec.edit(), &*before->spec);
    else if (const Service* const service = old.as<Service>()) {
        settleAllocated(now.editAs<Service>(), service);
        dropUnused(now.editAs<Service>(), *service);
    } else if (const CSIDriver* const driver = old.as<CSIDriver>())
        dropDisabledFields(now.editAs<CSIDriver>(), driver);
    else if (const DaemonSet* const set = old.as<DaemonSet>())
        settleTemplateGeneration(now.editAs<DaemonSet>(), set);
}

void settleForStatusUpdate(ObjectPtr& now, const ObjectPtr& old)
{
    if (const VolumeAttachment* const before = old.as<VolumeAttachment>())
        dropDisabledStatusFields(now.editAs<VolumeAttachment>(), *before);
}

} // namespace kubarium::api
