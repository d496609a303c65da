// The schemas of custom kinds: OpenAPI v3 as far as Kubernetes takes it, and structural.
//
//   structural     each field has a type, and what allOf, anyOf, oneOf and not say concerns values only: so the server
//                  knows the fields of an object without looking at one
#pragma once

#include "rules.h"
#include "schemaview.h"

namespace kubarium::api {

// What is asked of a schema; one that was stored when less was asked may stay as it is.
struct SchemaDemands {
    bool validTypes = true;
    bool structural = true;
    bool prunedDefaults = true;
    bool atomicSets = true;
    bool soundMapKeys = true;
};

// A schema as it stands in a version, or above all versions that have the same; `hasStatus`: its status is a
// subresource, which then must be a part of the schema that can be taken out.
void checkSchema(
    FieldErrors& errors, SchemaView schema, bool hasStatus, const SchemaDemands& demands, const FieldPath& path);

// Which of the demands a schema does not meet.
SchemaDemands metBy(SchemaView schema);

// The rules of the steps; the first two sorted as the server sorts them.
FieldErrors structuralErrors(SchemaView schema, const FieldPath& path);
FieldErrors defaultErrors(SchemaView schema, const SchemaDemands& demands, const FieldPath& path);
// Why a schema cannot even be looked at as a structural one: "OpenAPIV3Schema 'schema' is not supported".
std::string structuralObstacle(SchemaView schema);
bool hasUnprunedDefaults(SchemaView schema);

struct FoundField {
    std::string path; // "spec.size", or "spec.labels[a.b]"
    std::string root; // "spec"
    std::optional<SchemaView> schema; // nothing if it is anything
    std::string error; // else empty
};

// Follows a path like .spec.size or .spec['a.b'] down a schema.
FoundField fieldAt(SchemaView schema, std::string_view path, bool brackets);

} // namespace kubarium::api
