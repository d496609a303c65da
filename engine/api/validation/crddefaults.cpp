#include "crdschema.h"

#include <algorithm>

namespace kubarium::api {

namespace {

constexpr std::string_view preserve = "x-kubernetes-preserve-unknown-fields";
constexpr std::string_view embedded = "x-kubernetes-embedded-resource";

bool isMetaField(std::string_view name)
{
    return name == "metadata" || name == "kind" || name == "apiVersion";
}

// Whether pruning would take something out of a value: members that no schema knows, unless the schema preserves them.
bool hasUnknownFields(const Value& value, const std::optional<SchemaView>& schema, bool isResource, bool keeps = false)
{
    keeps |= schema && schema->flag(preserve);
    const auto isEmbedded = [](const std::optional<SchemaView>& inner) { return inner && inner->flag(embedded); };
    for (const auto& [name, member] : value.object()) {
        if (isResource && isMetaField(name))
            continue;
        if (!schema)
            return true;
        std::optional<SchemaView> inner = schema->property(name);
        if (!inner && !schema->has("additionalProperties")) {
            if (!keeps)
                return true;
            continue;
        }
        if (!inner)
            inner = schema->additionalProperties();
        if (hasUnknownFields(member, inner, isEmbedded(inner)))
            return true;
    }
    const std::optional<SchemaView> items = schema ? schema->items() : std::nullopt;
    if (keeps && !items)
        return false;
    const Value::Array& elements = value.array();
    return std::any_of(elements.begin(), elements.end(),
        [&](const Value& element) { return hasUnknownFields(element, items, isEmbedded(items), keeps); });
}

// A default is filled in behind validation's back: it must be what an object may hold.
void checkDefaults(FieldErrors& errors, SchemaView schema, bool isResource, bool insideMeta, const FieldPath& path)
{
    if (isResource)
        insideMeta = false;
    if (schema.has("default") && !insideMeta && hasUnknownFields(schema.value("default"), schema, isResource)) {
        errors.push_back(invalid(path.child("default"), schema.value("default"), "must not have unknown fields"));
    }
    if (const auto items = schema.items())
        checkDefaults(errors, *items, items->flag(embedded), insideMeta, path.child("items"));
    for (const auto& [name, property] : schema.members("properties")) {
        const SchemaView inner(property);
        checkDefaults(errors, inner, inner.flag(embedded), insideMeta || (isResource && isMetaField(name)),
            path.child("properties").key(name));
    }
}

} // namespace

FieldErrors defaultErrors(SchemaView schema, const SchemaDemands& demands, const FieldPath& path)
{
    FieldErrors errors;
    if (demands.prunedDefaults)
        checkDefaults(errors, schema, true, false, path);
    return errors;
}

bool hasUnprunedDefaults(SchemaView schema)
{
    return !defaultErrors(schema, {}, FieldPath()).empty();
}

} // namespace kubarium::api
