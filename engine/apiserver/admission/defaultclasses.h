// Classes of which one is the default: StorageClasses and IngressClasses that an annotation marks so. Of several the newest
// counts, then the first by name.
#pragma once

#include "../state.h"

namespace kubarium::apiserver {

// Null if no object of a kind is marked.
api::ObjectPtr defaultClass(const State& state, const api::Kind& kind, std::span<const std::string_view> annotations);

} // namespace kubarium::apiserver
