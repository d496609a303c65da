#include "defaultclasses.h"

#include "../resources.h"

#include <algorithm>

namespace kubarium::apiserver {

api::ObjectPtr defaultClass(const State& state, const api::Kind& kind, std::span<const std::string_view> annotations)
{
    api::ObjectPtr newest;
    state.store.tree(resourceId(kind)).visit([&](const api::ObjectPtr& object) {
        const api::ObjectMeta& meta = object.meta();
        const bool isMarked = std::ranges::any_of(annotations, [&](std::string_view annotation) {
            const api::Text* const mark = meta.annotations.find(annotation);
            return mark && *mark == "true";
        });
        if (isMarked && (!newest || newest.meta().creationTimestamp < meta.creationTimestamp))
            newest = object;
        return true;
    });
    return newest;
}

} // namespace kubarium::apiserver
