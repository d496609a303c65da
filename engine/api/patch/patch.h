// A PATCH request as far as it needs nothing but the object and the patch: the patch is read, applied to the object's
// JSON form and the result decoded again, with the server's refusals.
//
//   the body is no JSON, or not of the patch's form            400 BadRequest
//   JSON patch: an operation does not apply                    422 Invalid, and not a word about which
//   JSON patch: more than 10 000 operations                    413 RequestEntityTooLarge
//   strategic merge: a directive of the wrong form             400 BadRequest
//   strategic merge: anything else that cannot be merged       500, the library's sentence and no reason
//   the result does not fit the type, or has unknown fields    422 Invalid: "" is invalid: patch: Invalid value: …
//
// Server-side apply is no such patch: see managedfields/.
#pragma once

#include "../decode.h"

namespace kubarium::api {

enum class PatchType : std::uint8_t { Json, Merge, StrategicMerge };

struct PatchedObject {
    ObjectPtr object;
    std::vector<std::string> warnings; // with FieldValidation::Warn
};

constexpr std::size_t jsonPatchMaxOperations = 10'000;

Result<PatchedObject> patched(
    const Kind& kind, const ObjectPtr& object, PatchType type, std::string_view body, FieldValidation validation);
Result<PatchedObject> patched(
    const Kind& kind, const ObjectPtr& object, PatchType type, const Document& patch, FieldValidation validation);

} // namespace kubarium::api
