// What is equal need not be there twice. A cluster's objects come in thousands from one template, and what defaults and
// admission make of it is the same each time, in memory of its own.
#pragma once

#include "object.h"

namespace kubarium::api {

// Lets `object` hold what `like`, of the same type, holds, wherever the two are equal and it is the only one to hold what it
// has. Nothing that can be read changes.
void shareEqualParts(ObjectPtr& object, const ObjectPtr& like);

} // namespace kubarium::api
