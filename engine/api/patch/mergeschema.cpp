#include "mergeschema.h"

#include "patchstatus.h"

namespace kubarium::api {

namespace {

std::string_view goKindOf(const Type& type)
{
    switch (type.storage) {
    case Storage::Bool:
        return "bool";
    case Storage::Int32:
        return "int32";
    case Storage::Int64:
        return "int64";
    case Storage::Double:
        return "float64";
    case Storage::String:
        return "string";
    case Storage::Bytes:
    case Storage::StringList:
        return "slice";
    default:
        return "struct";
    }
}

MergeRules rulesOf(MergeSchema schema, const Field& field)
{
    const bool merge =
        field.patchStrategy == PatchStrategy::Merge || field.patchStrategy == PatchStrategy::MergeRetainKeys;
    return {schema, merge, field.patchStrategy == PatchStrategy::Replace, field.patchKey};
}

} // namespace

MergeSchema::MergeSchema(const Type& type) : m_type(&type), m_goKind("struct"), m_goName(type.goName) { }

MergeSchema::MergeSchema(const Type* type, std::string_view goKind, std::string_view goName)
    : m_type(type),
      m_goKind(goKind),
      m_goName(goName)
{
}

MergeSchema MergeSchema::ofValue(const Field& field)
{
    if (field.type->storage == Storage::Struct)
        return MergeSchema(*field.type);
    const std::string_view goType = field.goType;
    return {nullptr, goKindOf(*field.type), goType.substr(goType.rfind('.') + 1)}; // RawExtension
}

Result<const Field*> MergeSchema::member(std::string_view name) const
{
    if (m_goKind != "struct") {
        return patchFailure(
            "merging an object in json but data type is not struct, instead is: " + std::string(m_goKind));
    }
    if (const Field* const field = m_type ? m_type->field(name) : nullptr)
        return field;
    return patchFailure("unable to find api field in struct " + std::string(m_goName) + " for the json field \""
        + std::string(name) + '"');
}

Result<MergeRules> MergeSchema::ofMap(std::string_view name) const
{
    const Result<const Field*> found = member(name);
    if (!found)
        return found.status();
    const Field& field = **found;
    if (field.shape == Shape::One)
        return rulesOf(ofValue(field), field);
    return rulesOf(MergeSchema(nullptr, field.shape == Shape::Map ? "map" : "slice", {}), field);
}

Result<MergeRules> MergeSchema::ofList(std::string_view name) const
{
    const Result<const Field*> found = member(name);
    if (!found)
        return found.status();
    const Field& field = **found;
    if (field.shape == Shape::One && field.type->storage == Storage::Bytes)
        return rulesOf(MergeSchema(nullptr, "uint8", {}), field);
    if (field.shape == Shape::One && field.isPointer())
        return rulesOf(ofValue(field), field); // Go takes any pointer for one to a list
    if (field.shape != Shape::List)
        return patchFailure("expected slice or array type, but got: " + std::string(m_goKind));
    if (field.type->storage == Storage::Bytes)
        return patchFailure("unexpected slice of slice");
    return rulesOf(ofValue(field), field);
}

} // namespace kubarium::api
