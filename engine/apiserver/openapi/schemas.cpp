#include "schemas.h"

#include "markers.h"

#include "api/types/meta.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace kubarium::apiserver::openapi {

namespace {

constexpr std::string_view apiVersionDoc =
    "Group and version of the API that the object is written in, such as apps/v1.";
constexpr std::string_view kindDoc = "What the object is, such as Pod.";
constexpr std::string_view metadataDoc = "Name, namespace, labels and what else is known of every object.";

struct Scalar {
    std::string_view type;
    std::string_view format;
    std::string_view zero; // as JSON
};

Scalar scalarOf(api::Storage storage)
{
    switch (storage) {
    case api::Storage::Bool:
        return {"boolean", "", "false"};
    case api::Storage::Int32:
        return {"integer", "int32", "0"};
    case api::Storage::Int64:
        return {"integer", "int64", "0"};
    case api::Storage::Double:
        return {"number", "double", "0"};
    case api::Storage::Bytes:
        return {"string", "byte", ""}; // absent bytes are null in Go, so there is no zero to speak of
    case api::Storage::Any:
        return {"object", "", ""}; // one that has no name
    default:
        return {"string", "", R"("")"};
    }
}

// Go's metav1.TypeMeta stands in front of these: their kind and apiVersion are what they are everywhere.
bool beginsWithTypeMeta(const api::Type& type)
{
    return type.fields.size() > 1 && type.fields[0].name == "kind" && type.fields[1].name == "apiVersion";
}

std::string_view docOf(const api::Type& owner, const api::Field& field)
{
    if (!field.doc.en.empty())
        return field.doc.en;
    if (owner.isObject && field.name == "metadata")
        return metadataDoc;
    if (!beginsWithTypeMeta(owner))
        return {};
    return field.name == "kind" ? kindDoc : field.name == "apiVersion" ? apiVersionDoc : "";
}

// A struct and a field that holds it are often told in the same words: once is enough for `kubectl explain`, which prints
// both, and the field has the better place.
bool isToldByAField(const api::Type& type)
{
    static const std::set<const api::Type*> told = [] {
        std::set<const api::Type*> found;
        for (const api::Type* const owner : api::types()) {
            for (const api::Field& field : owner->fields) {
                if (!field.doc.en.empty() && field.doc.en == field.type->doc.en)
                    found.insert(field.type);
            }
        }
        return found;
    }();
    return told.contains(&type);
}

void writeEnum(JsonWriter& json, const api::EnumInfo* enumeration)
{
    if (!enumeration || !isListed(*enumeration))
        return;
    std::vector<std::string_view> values(enumeration->values.begin(), enumeration->values.end());
    std::sort(values.begin(), values.end());
    json.texts("enum", values);
}

// How server-side apply and strategic merge patches treat a list or map.
void writeMergeRules(JsonWriter& json, const api::Field& field)
{
    if (field.shape == api::Shape::List) {
        if (field.listKind == api::ListKind::Map)
            json.texts("x-kubernetes-list-map-keys", field.listKeys);
        json.member("x-kubernetes-list-type",
            field.listKind == api::ListKind::Map       ? "map"
                : field.listKind == api::ListKind::Set ? "set"
                                                       : "atomic");
    }
    if (field.mapKind != api::MapKind::Unsaid)
        json.member("x-kubernetes-map-type", field.mapKind == api::MapKind::Atomic ? "atomic" : "granular");
    if (!field.patchKey.empty())
        json.member("x-kubernetes-patch-merge-key", field.patchKey);
    switch (field.patchStrategy) {
    case api::PatchStrategy::Unsaid:
        break;
    case api::PatchStrategy::Replace:
        json.member("x-kubernetes-patch-strategy", "replace");
        break;
    case api::PatchStrategy::Merge:
        json.member("x-kubernetes-patch-strategy", "merge");
        break;
    case api::PatchStrategy::RetainKeys:
        json.member("x-kubernetes-patch-strategy", "retainKeys");
        break;
    case api::PatchStrategy::MergeRetainKeys:
        json.member("x-kubernetes-patch-strategy", "merge,retainKeys");
        break;
    }
}

bool hasMergeRules(const api::Field& field)
{
    return field.shape == api::Shape::List || field.mapKind != api::MapKind::Unsaid || !field.patchKey.empty()
        || field.patchStrategy != api::PatchStrategy::Unsaid;
}

} // namespace

// What a field holds, or each element of its list or map.
struct Schemas::Element {
    std::string pointer; // of what has a name
    bool structure = false;
    Scalar scalar; // of what has none
    const api::EnumInfo* enumeration = nullptr;
    bool texts = false; // a list of strings
};

std::string Schemas::add(std::string name, const Source& source)
{
    std::string pointer = pointerTo(m_dialect, name);
    if (m_sources.try_emplace(name, source).second)
        m_waiting.push_back(std::move(name));
    return pointer;
}

std::string Schemas::pointer(const api::Type& type)
{
    Source source;
    source.type = &type;
    return add(std::string(type.schema), source);
}

std::string Schemas::pointer(const NamedScalar& scalar)
{
    Source source;
    source.scalar = &scalar;
    return add(std::string(scalar.schema), source);
}

std::string Schemas::pointerToList(const api::Kind& kind)
{
    Source source;
    source.listOf = &kind;
    return add(std::string(kind.type->schema) + "List", source);
}

void Schemas::write(JsonWriter& json)
{
    std::map<std::string, std::string, std::less<>> written;
    while (!m_waiting.empty()) {
        const std::string name = std::move(m_waiting.back());
        m_waiting.pop_back();
        written.emplace(name, schema(m_sources.find(name)->second));
    }
    json.beginObject();
    for (const auto& [name, text] : written)
        json.rawMember(name, text);
    json.endObject();
}

std::string Schemas::schema(const Source& source)
{
    JsonWriter json;
    json.beginObject();
    if (source.type) {
        writeType(json, *source.type);
    } else if (source.listOf) {
        writeList(json, *source.listOf);
    } else {
        json.member("description", source.scalar->description);
        if (const std::string_view members = source.scalar->members(m_dialect); !members.empty())
            json.raw(members);
    }
    return json.endObject().take();
}

void Schemas::writeType(JsonWriter& json, const api::Type& type)
{
    if (!type.doc.en.empty() && !isToldByAField(type))
        json.member("description", type.doc.en);
    if (!type.fields.empty()) {
        json.key("properties").beginObject();
        writeProperties(json, type);
        json.endObject();
    }
    std::vector<std::string_view> required;
    for (const api::Field& field : type.fields) {
        if (field.required)
            required.push_back(field.name);
    }
    if (!required.empty())
        json.texts("required", required);
    json.member("type", "object");
    if (const std::vector<GroupVersionKind> gvks = gvksOf(type); !gvks.empty()) {
        json.key("x-kubernetes-group-version-kind").beginArray();
        for (const GroupVersionKind& gvk : gvks)
            openapi::write(json, gvk);
        json.endArray();
    }
    if (type.mapKind == api::MapKind::Atomic)
        json.member("x-kubernetes-map-type", "atomic");
    if (const std::string_view unions = unionsOf(type); !unions.empty())
        json.rawMember("x-kubernetes-unions", unions);
}

// Which kinds a type is the body of. A few are in every group: how objects are deleted, and what a watch sends.
std::vector<GroupVersionKind> Schemas::gvksOf(const api::Type& type) const
{
    std::vector<GroupVersionKind> gvks;
    if (type.schema == api::TypeOf<api::DeleteOptions>::value->schema
        || type.schema == api::TypeOf<api::WatchEvent>::value->schema) {
        for (const discovery::Group& group : discovery::groups(m_kinds)) {
            for (const std::string_view version : group.versions)
                gvks.push_back({group.name, version, type.goName});
        }
        std::sort(gvks.begin(), gvks.end(), [](const GroupVersionKind& a, const GroupVersionKind& b) {
            return std::tie(a.group, a.version) < std::tie(b.group, b.version);
        });
        return gvks;
    }
    for (const api::Kind& kind : m_kinds) {
        if (kind.type == &type)
            gvks.push_back(gvkOf(kind));
    }
    if (gvks.empty() && beginsWithTypeMeta(type)
        && packageOf(type) == packageOf(*api::TypeOf<api::DeleteOptions>::value))
        gvks.push_back({"", "v1", type.goName}); // Status, APIResourceList and the like
    return gvks;
}

void Schemas::writeProperties(JsonWriter& json, const api::Type& type)
{
    // An object's apiVersion and kind are no fields of the table; all properties come in the order of the alphabet.
    bool apiVersion = type.isObject;
    bool kind = type.isObject;
    const auto writeBefore = [&](std::string_view name) {
        if (apiVersion && "apiVersion" < name) {
            writeText(json, "apiVersion", apiVersionDoc);
            apiVersion = false;
        }
        if (kind && "kind" < name) {
            writeText(json, "kind", kindDoc);
            kind = false;
        }
    };
    for (const std::uint16_t index : type.fieldsByName) {
        const api::Field& field = type.fields[index];
        writeBefore(field.name);
        json.key(field.name).beginObject();
        writeProperty(json, type, field);
        json.endObject();
    }
    writeBefore("\x7f");
}

void Schemas::writeText(JsonWriter& json, std::string_view name, std::string_view description) const
{
    json.key(name).beginObject().member("description", description).member("type", "string").endObject();
}

// In v3 nothing may stand beside "$ref", so what there is to say goes beside a list of this one schema. v2 knows no defaults.
void Schemas::writeReference(JsonWriter& json, const std::string& pointer, bool alone) const
{
    if (!isV3() || alone)
        json.member("$ref", pointer);
    else
        json.key("allOf").beginArray().beginObject().member("$ref", pointer).endObject().endArray();
}

Schemas::Element Schemas::elementOf(const api::Field& field)
{
    Element element;
    element.enumeration = field.enumeration;
    if (field.type->storage == api::Storage::Struct) {
        element.pointer = pointer(*field.type);
        element.structure = true;
    } else if (const NamedScalar* const named = namedScalar(field)) {
        element.pointer = pointer(*named);
    } else {
        element.scalar = scalarOf(field.type->storage);
        element.texts = field.type->storage == api::Storage::StringList;
    }
    return element;
}

// The members of an element's schema.
void Schemas::writeElement(JsonWriter& json, const Element& element) const
{
    if (!element.pointer.empty()) {
        writeReference(json, element.pointer, !element.structure);
        if (element.structure && isV3())
            json.rawMember("default", "{}");
        return;
    }
    if (element.texts) {
        json.key("items").beginObject();
        if (isV3())
            json.member("default", "");
        json.member("type", "string").endObject().member("type", "array");
        return;
    }
    if (isV3() && !element.scalar.zero.empty())
        json.rawMember("default", element.scalar.zero);
    writeEnum(json, element.enumeration);
    if (!element.scalar.format.empty())
        json.member("format", element.scalar.format);
    json.member("type", element.scalar.type);
}

void Schemas::writeProperty(JsonWriter& json, const api::Type& owner, const api::Field& field)
{
    const std::string_view description = docOf(owner, field);
    const Element element = elementOf(field);
    const bool one = field.shape == api::Shape::One;

    // What the server fills in, else what Go writes for a value that nobody set.
    std::string_view filledIn = field.defaultValue;
    if (filledIn.empty() && one && !field.isPointer())
        filledIn = element.structure                                             ? "{}"
            : field.presence == api::Presence::Always && element.pointer.empty() ? element.scalar.zero
                                                                                 : "";
    if (!isV3())
        filledIn = "";

    if (field.shape == api::Shape::Map) {
        json.key("additionalProperties").beginObject();
        writeElement(json, element);
        json.endObject();
    }
    if (one && !element.pointer.empty())
        writeReference(json, element.pointer, filledIn.empty() && description.empty() && !hasMergeRules(field));
    if (!filledIn.empty())
        json.rawMember("default", filledIn);
    if (!description.empty())
        json.member("description", description);
    if (one && element.pointer.empty()) {
        writeEnum(json, element.enumeration);
        if (!element.scalar.format.empty())
            json.member("format", element.scalar.format);
        json.member("type", element.scalar.type);
    } else if (field.shape == api::Shape::List) {
        json.key("items").beginObject();
        writeElement(json, element);
        json.endObject().member("type", "array");
    } else if (field.shape == api::Shape::Map) {
        json.member("type", "object");
    }
    writeMergeRules(json, field);
    if (one && field.type->storage == api::Storage::Any && element.pointer.empty())
        json.member("x-kubernetes-preserve-unknown-fields", true);
}

void Schemas::writeList(JsonWriter& json, const api::Kind& kind)
{
    const std::string name = std::string(kind.kind) + "List";
    const api::Type& meta = *api::TypeOf<api::ListMeta>::value;
    json.member("description", "A list of " + std::string(kind.kind) + " objects.");
    json.key("properties").beginObject();
    writeText(json, "apiVersion", apiVersionDoc);
    json.key("items").beginObject().member("description", "The objects, in the order of their namespaces and names.");
    json.key("items").beginObject();
    Element element;
    element.pointer = pointer(*kind.type);
    element.structure = true;
    writeElement(json, element);
    json.endObject().member("type", "array").endObject();
    writeText(json, "kind", kindDoc);
    json.key("metadata").beginObject();
    writeReference(json, pointer(meta), false);
    if (isV3())
        json.rawMember("default", "{}");
    json.member("description", meta.doc.en).endObject();
    json.endObject().texts("required", std::array<std::string_view, 1>{"items"}).member("type", "object");
    json.key("x-kubernetes-group-version-kind").beginArray();
    openapi::write(json, {kind.group, kind.version, name});
    json.endArray();
}

} // namespace kubarium::apiserver::openapi
