// What a strategic merge patch is answered when the result does not fit its type. The server then converts a tree of
// values instead of decoding JSON, and has other, shorter sentences for it.
#pragma once

#include "../schema.h"

#include <optional>
#include <string>

namespace kubarium::api {

// The first value that does not fit, in the order of the type's fields; nothing if all fit, or if the value is of a
// type that reads itself (times, quantities, ports): decoding tells about those.
std::optional<std::string> conversionError(const Type& type, const Value& value);

} // namespace kubarium::api
