// The parts of a custom kind's definition that stand beside its schema.
#pragma once

#include "rules.h"
#include "schemaview.h"

namespace kubarium::api {

struct CustomResourceColumnDefinition;
struct CustomResourceConversion;
struct CustomResourceDefinitionNames;
struct CustomResourceDefinitionVersion;
struct CustomResourceSubresources;
struct SelectableField;

void checkNames(FieldErrors& errors, const CustomResourceDefinitionNames& names, const FieldPath& path);
void checkSubresources(FieldErrors& errors, const Box<CustomResourceSubresources>& subresources, const FieldPath& path);
void checkColumns(FieldErrors& errors, const List<CustomResourceColumnDefinition>& columns, const FieldPath& path);
void checkSelectableFields(
    FieldErrors& errors, const List<SelectableField>& fields, SchemaView schema, const FieldPath& path);
void checkDeprecationWarning(FieldErrors& errors, bool deprecated, const Text& warning, const FieldPath& path);

struct ConversionDemands {
    bool knownReviewVersion = true;
    bool validCaBundle = true;
};

void checkConversion(FieldErrors& errors, const CustomResourceConversion& conversion, const ConversionDemands& demands,
    const FieldPath& path);
bool hasKnownReviewVersion(const List<Text>& versions);

// The versions as the server shows them in its sentences.
std::string shownVersions(const List<CustomResourceDefinitionVersion>& versions);

// The server's sentences about one text, in one.
std::string joined(const Objections& objections);

} // namespace kubarium::api
