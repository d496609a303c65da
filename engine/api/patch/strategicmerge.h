// Strategic merge patch: a merge patch that knows the type of what it changes. Lists that the type tables say so of
// are merged by a key of their elements or, if they hold words, as sets; everything else is as in mergepatch.h.
//
//   {"$patch": "delete"}                in a map: empties it; in an element of a list: removes the element
//   {"$patch": "replace", …}            in a map: the rest of the patch stands for it; as an element: for the whole list
//   {"$retainKeys": ["a"], …}           of the map's members only those named survive
//   {"$deleteFromPrimitiveList/x": […]} takes words out of list x
//   {"$setElementOrder/x": […]}         the order that the elements of list x are to have
//
// Order of a merged list: what the patch names stands in the patch's order (or that of $setElementOrder), what it does
// not name keeps its order, and goes in front of the next element of the patch that it always stood in front of.
//
// A member that no type knows is kept as it comes, so that strict decoding can name it.
#pragma once

#include "../schema.h"
#include "../status.h"

namespace kubarium::api {

// Both are objects of `type`. The refusal carries the library's sentence, as kubectl --local prints it; the code is the
// server's: 400 for a directive of the wrong form, 422 for lists of lists, and 500 for all else.
Result<Value> applyStrategicMergePatch(const Value& document, const Value& patch, const Type& type);

} // namespace kubarium::api
