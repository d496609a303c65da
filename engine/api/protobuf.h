// Bodies in protobuf into objects, along the type tables: what kubectl and controllers send of the kinds they know.
//
//   6b 38 73 00 | Unknown{ typeMeta{ apiVersion, kind }, raw: the object's message, contentEncoding, contentType }
//
// Fields that the tables do not know are skipped, as Go's code does; there is no strict reading of protobuf. What cannot be
// read is refused with Go's sentence, as far as the tables know its words.
#pragma once

#include "decode.h"

#include <string>
#include <string_view>

namespace kubarium::api {

// The first four bytes of every body.
inline constexpr std::string_view protobufPrefix("k8s\0", 4);

struct ProtobufBody {
    TypeMeta meta;
    std::string_view raw; // the object's message, a view into the body
    std::string sentence; // why the body could not be read; empty if it could
};

ProtobufBody parseProtobuf(std::string_view body);

// Fills `value`, which is all zeroes, from its message; answers why it could not be read, or nothing.
std::string decodeProtobuf(const Type& type, void* value, std::string_view message);

// An object from its message, with the refusal of a server that cannot read it (400 and its sentence).
Result<DecodedObject> decodeProtobufObject(const Kind& kind, std::string_view message);

} // namespace kubarium::api
