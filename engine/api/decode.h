// Documents into objects, along the type tables, as strictly as the API server.
//
// Decoding never stops at the first unknown field: all of them are reported, with the place in the text and the
// field that was probably meant. A value of the wrong type is another matter: the server names the first one only,
// and so does the sentence here; the rest of the object is decoded all the same.
#pragma once

#include "object.h"
#include "status.h"
#include "tree.h"

#include <string>
#include <vector>

namespace kubarium::api {

struct StrictError {
    enum class Kind : std::uint8_t { UnknownField, DuplicateField };
    Kind kind;
    std::string path; // "spec.containers[0].evnFrom"
    std::string suggestion; // the nearest field that exists there: "envFrom"; empty if none is near
    Mark mark;
    std::string sentence() const; // unknown field "spec.containers[0].evnFrom"
};

struct TypeError {
    std::string
        sentence; // json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container
    Mark mark;
};

struct DecodeReport {
    std::vector<StrictError> strict; // in the order the server lists them
    std::vector<TypeError> types; // the first is the one the server names

    bool clean() const { return strict.empty() && types.empty(); }
};

// Fills `value`, which is all zeroes, from a mapping. apiVersion and kind of objects are known fields, not decoded.
DecodeReport decode(const Type& type, void* value, const TreeNode& node);

enum class FieldValidation : std::uint8_t { Strict, Warn, Ignore };

// What a document says it is, before it is decoded.
struct TypeMeta {
    std::string apiVersion;
    std::string kind;
    Mark apiVersionMark;
    Mark kindMark;
};

Result<TypeMeta> typeMetaOf(const TreeNode& root);

struct DecodedObject {
    ObjectPtr object;
    std::vector<std::string> warnings; // with FieldValidation::Warn: unknown field "spec.foo"
};

// As the server decodes the body of a create or update: the refusal is its own (400 and its sentence).
Result<DecodedObject> decodeObject(
    const Kind& kind, const Document& document, FieldValidation validation, DecodeReport* report = nullptr);

// The sentence of a 400 for a report that is not clean; empty if `validation` lets it pass.
std::string refusal(const Kind& kind, const DecodeReport& report, FieldValidation validation);

} // namespace kubarium::api
