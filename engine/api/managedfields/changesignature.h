// What changed between two versions of an object, without the values: one text that is the same for all changes that make
// the same fields somebody's.
//
//   pod web-1 created, pod web-2 created from the same template    the same signature
//   Ready false → true, Ready true → false                         the same signature
//   label a added, label b added                                   two signatures
//
// A cluster makes the same few changes hundreds of thousands of times; by the signature they are known again.
#pragma once

#include "../object.h"

#include <optional>
#include <string>

namespace kubarium::api {

// Appends it. `before` may be null. False if a list has a key twice or none: such a change has no signature.
bool appendChangeSignature(std::string& out, const Type& type, const void* before, const void* after);

} // namespace kubarium::api
