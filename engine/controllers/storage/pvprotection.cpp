#include "pvprotection.h"

#include "api/types/core-volumes.h"
#include "apiserver/finalizers.h"

namespace kubarium::controllers {

const api::Kind& PvProtection::kind() const
{
    static const api::Kind& kind = *api::findKind("", "v1", "PersistentVolume");
    return kind;
}

std::string_view PvProtection::finalizer() const
{
    return apiserver::finalizers::pvProtection;
}

bool PvProtection::watches(const api::Kind& kind) const
{
    return &kind == &this->kind();
}

bool PvProtection::isInUse(const apiserver::State&, const api::ObjectPtr& volume) const
{
    return volume.as<api::PersistentVolume>()->status->phase == api::PersistentVolumePhase::Bound;
}

void PvProtection::keysOf(const apiserver::State&, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    if (change.type != store::ChangeType::Deleted && isConcerned(change.now.meta()))
        keys.push_back(keyOf(change.now));
}

} // namespace kubarium::controllers
