// JSON merge patch (RFC 7386): the patch looks like the object; null takes a member away, a list replaces a list.
#pragma once

#include "../value.h"

namespace kubarium::api {

// Both are objects. As the library of the server has it, nulls inside what a patch adds are left out, in maps that
// stand in lists, too; nulls as elements of lists stay, and so do those of a list that comes in a map's place.
Value applyMergePatch(const Value& document, const Value& patch);

} // namespace kubarium::api
