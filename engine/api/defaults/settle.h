// What the server does to objects of a few kinds after it has filled in defaults and before it validates them.
#pragma once

#include "../object.h"

namespace kubarium::api {

// `object` has a name and a uid by now. Of other kinds nothing changes.
void settleForCreate(ObjectPtr& object);
void settleForUpdate(ObjectPtr& now, const ObjectPtr& old);
void settleForStatusUpdate(ObjectPtr& now, const ObjectPtr& old);

} // namespace kubarium::api
