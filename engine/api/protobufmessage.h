// How the files that read protobuf call each other: one message inside others.
#pragma once

#include "schema.h"

#include <string>
#include <string_view>

namespace kubarium::api {

// Deeper messages are refused. Only schemas refer to themselves, and no useful one comes near.
inline constexpr int protobufDepthLimit = 100;

// Merges the message into `value`; false, and the reason in `refusal`, if it cannot be read.
bool readProtobufMessage(const Type& type, void* value, std::string_view message, int depth, std::string& refusal);

} // namespace kubarium::api
