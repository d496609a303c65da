// Objects with every field of their table set, each value different: what a codec must carry without loss.
#pragma once

#include "api/object.h"

namespace kubarium::api {

// Types that contain themselves are filled `levels` times.
ObjectPtr filledObject(const Type& type, int levels = 2);

} // namespace kubarium::api
