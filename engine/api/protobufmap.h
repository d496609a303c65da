// Maps as they grow entry by entry, in the order in which a message brings them.
//
// A Map is sorted by key and has each key once. A message may bring them otherwise; then the entries are appended as they
// come, and put in order when the message has been read: sorting once, however many there are.
#pragma once

#include "schema.h"

#include <string_view>

namespace kubarium::api {

// A new entry at the end of the map at `place`; answers where its value stands, all zeroes.
void* appendMapEntry(void* place, const Type& valueType, std::string_view key);
// Whether the last entry stands behind the one before it.
bool mapInOrder(void* place);
// Sorts by key. Of entries with the same key the last one stays.
void putMapInOrder(void* place);

} // namespace kubarium::api
