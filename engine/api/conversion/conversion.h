// Kinds that are served in several versions are stored in one. A request in another version is converted on its way
// in and out: one file for each pair.
#pragma once

#include "../object.h"

namespace kubarium::api {

// The kind the store holds for this one; itself for nearly all.
const Kind& storedKind(const Kind& kind);
ObjectPtr toStored(const Kind& kind, const ObjectPtr& object);
ObjectPtr fromStored(const Kind& kind, const ObjectPtr& stored);

} // namespace kubarium::api
