#include "protection.h"

#include "apiserver/finalizers.h"
#include "apiserver/resources.h"

namespace kubarium::controllers {

bool Protection::isConcerned(const api::ObjectMeta& meta) const
{
    return static_cast<bool>(meta.deletionTimestamp) == apiserver::finalizers::has(meta, finalizer());
}

void Protection::keyOfReleased(const apiserver::State& state, std::string_view namespace_, std::string_view name,
    std::vector<ObjectKey>& keys) const
{
    const api::ObjectPtr object = state.store.find(apiserver::keyOf(kind(), namespace_, name));
    if (object && object.meta().deletionTimestamp && isConcerned(object.meta()))
        keys.push_back(keyOf(object));
}

Outcome Protection::reconcile(apiserver::Client& client, const ObjectKey& key) const
{
    api::ObjectPtr object = client.find(kind(), key.namespace_, key.name);
    if (!object || !isConcerned(object.meta()))
        return Outcome::done();
    if (!object.meta().deletionTimestamp) {
        object.editMeta().finalizers.push_back(api::Text(finalizer()));
    } else {
        if (isInUse(client.state(), object))
            return Outcome::done(); // whoever is done with it will be heard of
        object.editMeta().finalizers.eraseIf([&](const api::Text& one) { return one == finalizer(); });
    }
    const api::Status written = client.update(kind(), std::move(object)).status;
    return written.code == 404 ? Outcome::done() : Outcome::of(written);
}

} // namespace kubarium::controllers
