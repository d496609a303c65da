#include "pvcprotection.h"

#include "../pods/podstate.h"

#include "api/types/core-volumes.h"
#include "apiserver/finalizers.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

// Its kubelet is done with it, and only finalizers keep it.
bool isShutDown(const api::Pod& pod)
{
    return pod.metadata.deletionTimestamp && pod.metadata.deletionGracePeriodSeconds.valueOr(1) == 0;
}

bool uses(const api::Pod& pod, const api::ObjectMeta& claim)
{
    return std::any_of(pod.spec->volumes.begin(), pod.spec->volumes.end(), [&](const api::Volume& volume) {
        if (!(apiserver::claimOf(pod.metadata, volume) == claim.name))
            return false;
        return !volume.ephemeral || (!isShutDown(pod) && isControlledBy(claim, pod.metadata));
    });
}

} // namespace

const api::Kind& PvcProtection::kind() const
{
    static const api::Kind& kind = *api::findKind("", "v1", "PersistentVolumeClaim");
    return kind;
}

std::string_view PvcProtection::finalizer() const
{
    return apiserver::finalizers::pvcProtection;
}

bool PvcProtection::watches(const api::Kind& kind) const
{
    return &kind == &this->kind() || (kind.group.empty() && kind.kind == "Pod");
}

bool PvcProtection::isInUse(const apiserver::State& state, const api::ObjectPtr& claim) const
{
    bool isUsed = false;
    const api::ObjectMeta& meta = claim.meta();
    state.pods.visitUsing(state.store, meta.namespace_, meta.name, [&](const api::ObjectPtr& pod) {
        isUsed = !pod.as<api::Pod>()->spec->nodeName.empty() && uses(*pod.as<api::Pod>(), meta);
        return !isUsed;
    });
    return isUsed;
}

void PvcProtection::keysOf(
    const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    const auto* const pod = change.now.as<api::Pod>();
    if (!pod) {
        if (change.type != store::ChangeType::Deleted && isConcerned(change.now.meta()))
            keys.push_back(keyOf(change.now));
        return;
    }
    const bool isDone = change.type == store::ChangeType::Deleted
        || (change.before && isShutDown(*pod) && !isShutDown(*change.before.as<api::Pod>()));
    if (!isDone)
        return;
    for (const api::Volume& volume : pod->spec->volumes) {
        if (const api::Text claim = apiserver::claimOf(pod->metadata, volume); !claim.empty())
            keyOfReleased(state, pod->metadata.namespace_, claim, keys);
    }
}

} // namespace kubarium::controllers
