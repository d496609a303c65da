// JSON patch (RFC 6902): a list of operations, each of which names a place by a pointer such as
// /metadata/labels/example.com~1tier or /spec/template/spec/containers/-.
//
// All operations apply or none does. The sentences are those of the library that both the API server and kubectl
// use; kubectl shows them as they are, the server says something more general instead (patch.h).
#pragma once

#include "../parsed.h"
#include "../value.h"

namespace kubarium::api {

// What copy operations of one patch may add to an object, in bytes of JSON.
constexpr std::size_t jsonPatchMaxCopyBytes = 3 * 1024 * 1024;

// `patch` is the list of operations. A member with the value null is there; one that is missing from "add" is null.
// As the library has it: "replace" of a member that does not exist adds it, and negative indexes count from the end.
Parsed<Value> applyJsonPatch(const Value& document, const Value& patch);

} // namespace kubarium::api
