// What the rules of the lab's own kinds share.
#pragma once

#include "rules.h"

namespace kubarium::api {

// A span of time such as 90s; one that is left out is good.
void checkSpan(FieldErrors& errors, const Text& text, const FieldPath& path, bool mayBeZero);

} // namespace kubarium::api
