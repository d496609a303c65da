// Whom news of a pod concerns, for controllers that look after pods by an owner's selector.
//
//   its controller changes, or its state does      the owners that control it now and did before
//   it has no controller, and this is new          whoever's selector matches it may adopt it
#pragma once

#include "../controller.h"

#include "api/selectors.h"

#include <functional>
#include <optional>

namespace kubarium::controllers {

// How an owner of a kind selects pods; nothing if it selects none.
using SelectorOf = std::function<std::optional<api::LabelMatcher>(const api::ObjectPtr& owner)>;

// Keys of owners of a kind. The change is one of a pod.
void keysOfPod(const apiserver::State& state, const store::Change& change, const api::Kind& kind,
    const SelectorOf& selectorOf, std::vector<ObjectKey>& keys);

// Whether a controller of that name wrote it: a status that it has just written tells it nothing.
bool isWrittenBy(const store::Change& change, std::string_view controller);

} // namespace kubarium::controllers
