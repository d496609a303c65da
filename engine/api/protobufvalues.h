// What protobuf has for fields that are any JSON value in the tables: messages around JSON text, and Go's unions of a
// schema with something else.
#pragma once

#include "protobufmessage.h"
#include "value.h"

#include <string_view>

namespace kubarium::api {

// `goType` of the value itself, not of the list or map it stands in; inside `depth` objects and
// lists. Null where `reading` says why it could not be read.
Value protobufValue(std::string_view goType, std::string_view message, int depth, ProtobufReading& reading);

} // namespace kubarium::api
