// Objects as protobuf, written along the tables as Go's generated code writes them: the other side of what the engine reads.
#pragma once

#include "api/object.h"

#include <string>

namespace kubarium::api {

std::string writtenVarint(std::uint64_t number);
std::string writtenField(std::uint32_t number, std::string_view bytes); // length-delimited
std::string writtenField(std::uint32_t number, std::uint64_t varint);

// The message of a struct. `path`: of the messages that JSON does not show, as in Field::number.
std::string writtenMessage(const Type& type, const void* value, std::uint32_t path = 0);
// A whole body: the prefix, and the envelope around the object.
std::string writtenBody(std::string_view apiVersion, std::string_view kind, std::string_view message);
std::string writtenBody(const Kind& kind, const ObjectPtr& object);

} // namespace kubarium::api
