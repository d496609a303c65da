#include "vacprotection.h"

#include "api/types/core-volumes.h"
#include "apiserver/finalizers.h"
#include "apiserver/kinds.h"
#include "apiserver/resources.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

const api::Kind& volumes()
{
    static const api::Kind& kind = *api::findKind("", "v1", "PersistentVolume");
    return kind;
}

// The classes that a claim or a volume names.
std::vector<api::Text> namedBy(const api::ObjectPtr& object)
{
    std::vector<api::Text> classes;
    const auto add = [&](const api::Text& name) {
        if (!name.empty())
            classes.push_back(name);
    };
    if (const auto* const volume = object.as<api::PersistentVolume>())
        add(volume->spec->volumeAttributesClassName);
    if (const auto* const claim = object.as<api::PersistentVolumeClaim>()) {
        add(claim->spec->volumeAttributesClassName);
        add(claim->status->currentVolumeAttributesClassName);
        add(claim->status->modifyVolumeStatus->targetVolumeAttributesClassName);
    }
    return classes;
}

bool names(const api::ObjectPtr& object, const api::Text& name)
{
    const std::vector<api::Text> classes = namedBy(object);
    return std::ranges::find(classes, name) != classes.end();
}

} // namespace

const api::Kind& VacProtection::kind() const
{
    static const api::Kind& kind = *api::findKind("storage.k8s.io", "v1", "VolumeAttributesClass");
    return kind;
}

std::string_view VacProtection::finalizer() const
{
    return apiserver::finalizers::vacProtection;
}

bool VacProtection::watches(const api::Kind& kind) const
{
    return &kind == &this->kind() || &kind == &apiserver::claimKind() || &kind == &volumes();
}

// A walk over all of them; but it is made only when a class is to go.
bool VacProtection::isInUse(const apiserver::State& state, const api::ObjectPtr& attributes) const
{
    bool isUsed = false;
    for (const api::Kind* const users : {&apiserver::claimKind(), &volumes()}) {
        state.store.tree(apiserver::resourceId(*users)).visit([&](const api::ObjectPtr& user) {
            isUsed = names(user, attributes.meta().name);
            return !isUsed;
        });
        if (isUsed)
            return true;
    }
    return false;
}

void VacProtection::keysOf(
    const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const
{
    if (change.now.type().kind == "VolumeAttributesClass") {
        if (change.type != store::ChangeType::Deleted && isConcerned(change.now.meta()))
            keys.push_back(keyOf(change.now));
        return;
    }
    if (!change.before)
        return;
    for (const api::Text& name : namedBy(change.before)) {
        if (change.type == store::ChangeType::Deleted || !names(change.now, name))
            keyOfReleased(state, {}, name, keys);
    }
}

} // namespace kubarium::controllers
