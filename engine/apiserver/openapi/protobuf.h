// The v2 document in protobuf: the only form in which kubectl asks for it. It does so when a manifest is of a kind that
// cannot be patched (reviews, bindings, evictions), to check its fields by itself.
#pragma once

#include "api/value.h"

#include <string>

namespace kubarium::apiserver::openapi {

// An openapi.v2.Document; what the document holds beyond that message is left out.
std::string toProtobuf(const api::Value& swagger);

} // namespace kubarium::apiserver::openapi
