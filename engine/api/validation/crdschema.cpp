#include "crdschema.h"

#include "cel.h"
#include "shown.h"

#include "../encode.h"

#include <set>

namespace kubarium::api {

namespace {

constexpr std::string_view listTypeField = "x-kubernetes-list-type";
constexpr std::string_view mapTypeField = "x-kubernetes-map-type";
constexpr std::string_view mapKeysField = "x-kubernetes-list-map-keys";
constexpr std::string_view preserveField = "x-kubernetes-preserve-unknown-fields";
constexpr std::string_view embeddedField = "x-kubernetes-embedded-resource";
constexpr std::string_view rulesField = "x-kubernetes-validations";

constexpr std::string_view types[] = {"array", "boolean", "integer", "number", "object", "string"};

bool isKnownType(std::string_view type)
{
    return std::find(std::begin(types), std::end(types), type) != std::end(types);
}

// What differs from place to place inside one schema.
struct Surroundings {
    bool isRoot = false;
    bool insideMeta = false; // of the object itself or of an embedded one
    bool allowsDefaults = true;
    std::string noDefaultsBecause; // " in top-level metadata"
};

std::string shownJsonList(const Value& list)
{
    return list.array().empty() ? "null" : toJson(list);
}

std::string shownPointerTo(const Value& value)
{
    return shown(value.isNull() ? Value("null") : value);
}

// Elements of a set are compared as wholes, so they must be changed as wholes.
bool hasAtomicElements(SchemaView items)
{
    if (items.type() == "array")
        return items.topology(listTypeField).value_or("atomic") == "atomic";
    return items.type() != "object" || items.topology(mapTypeField) == "atomic";
}

// Each element of a list must be found by its keys, or be itself.
void checkMapKeys(FieldErrors& errors, SchemaView schema, const FieldPath& path)
{
    const auto items = schema.items();
    const std::string_view listType = schema.topology(listTypeField).value_or("");
    if (!items || (listType != "set" && listType != "map"))
        return;
    const FieldPath at = path.child("items");
    if (items->flag("nullable")) {
        errors.push_back(forbidden(
            at.child("nullable"), "cannot be nullable when x-kubernetes-list-type is " + std::string(listType)));
    }
    if (listType != "map")
        return;
    const Value::Array& needed = items->list("required");
    for (const Value& key : schema.list(mapKeysField)) {
        const auto property = items->property(key.text());
        if (!property)
            continue; // said elsewhere
        const FieldPath place = at.child("properties").key(key.text());
        if (std::find(needed.begin(), needed.end(), key) == needed.end() && !property->has("default")) {
            errors.push_back(required(place.child("default"),
                "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required "
                "property"));
        }
        if (property->flag("nullable")) {
            errors.push_back(forbidden(
                place.child("nullable"), "this property is in x-kubernetes-list-map-keys, so it cannot be nullable"));
        }
    }
}

class OpenApi {
public:
    OpenApi(FieldErrors& errors, const SchemaDemands& demands) : m_errors(errors), m_demands(demands) { }

    void check(SchemaView schema, const Surroundings& around, const FieldPath& path)
    {
        checkDialect(schema, around, path);
        if (schema.flag("uniqueItems")) {
            forbid(path.child("uniqueItems"),
                "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }
        checkInner(schema, around, path);
        if (schema.has(preserveField) && !schema.flag(preserveField))
            m_errors.push_back(invalid(path.child(preserveField), false, "must be true or undefined"));
        checkMapType(schema, path);
        checkListType(schema, path);
        checkListMap(schema, path);
        if (m_demands.soundMapKeys)
            checkMapKeys(m_errors, schema, path);
        checkRules(schema, path);
    }

private:
    void need(const FieldPath& path, std::string_view sentence) { m_errors.push_back(required(path, sentence)); }

    void forbid(const FieldPath& path, std::string_view sentence) { m_errors.push_back(forbidden(path, sentence)); }

    // Required or invalid, depending on whether there is a type at all.
    void expectType(SchemaView schema, std::string_view sentence, const FieldPath& path)
    {
        if (schema.type().empty())
            need(path.child("type"), sentence);
        else
            m_errors.push_back(invalid(path.child("type"), schema.type(), sentence));
    }

    // The words of JSON Schema that Kubernetes does not speak.
    void checkDialect(SchemaView schema, const Surroundings& around, const FieldPath& path)
    {
        const std::string_view type = schema.type();
        if (m_demands.validTypes && !type.empty() && !isKnownType(type))
            m_errors.push_back(notSupported(path.child("type"), type, types));
        if (schema.has("default") && !around.allowsDefaults)
            forbid(path.child("default"), "must not be set" + around.noDefaultsBecause);
        if (!schema.isZero("id"))
            forbid(path.child("id"), "id is not supported");
        for (const std::string_view name :
            {"additionalItems", "patternProperties", "definitions", "dependencies", "$ref"}) {
            if (!schema.isZero(name))
                forbid(path.child(name), std::string(name) + " is not supported");
        }
        if (type == "null")
            forbid(path.child("type"), "type cannot be set to null, use nullable as an alternative");
        if (!schema.list("items").empty())
            forbid(path.child("items"), "items must be a schema object and not an array");
        if (around.insideMeta && schema.flag(embeddedField))
            forbid(path.child(embeddedField), "must not be used inside of resource meta");
    }

    void checkInner(SchemaView schema, const Surroundings& around, const FieldPath& path)
    {
        Surroundings inside = around;
        inside.isRoot = false;
        if (schema.has("additionalProperties")) {
            const Value& values = schema.value("additionalProperties");
            if (!schema.members("properties").empty() && (values.isObject() || !values.boolean())) {
                forbid(path.child("additionalProperties"), "additionalProperties and properties are mutual exclusive");
            }
            Surroundings ofValues = inside;
            if (around.insideMeta) {
                ofValues.allowsDefaults = false;
                ofValues.noDefaultsBecause = " inside additionalProperties applying to object metadata";
            }
            if (values.isObject())
                check(SchemaView(values), ofValues, path.child("additionalProperties"));
        }
        checkProperties(schema, around, path);
        if (const auto negated = schema.not_())
            check(*negated, inside, path.child("not"));
        for (const std::string_view name : {"allOf", "oneOf", "anyOf"})
            checkEach(schema, name, inside, path);
        checkEach(schema, "definitions", inside, path);
        if (const auto items = schema.items())
            check(*items, inside, path.child("items"));
        checkEach(schema, "items", inside, path);
        checkEach(schema, "dependencies", inside, path);
    }

    void checkProperties(SchemaView schema, const Surroundings& around, const FieldPath& path)
    {
        for (const auto& [name, property] : schema.members("properties")) {
            Surroundings inside = around;
            inside.isRoot = false;
            const bool isMeta = name == "metadata" || name == "kind" || name == "apiVersion";
            if (isMeta && (around.isRoot || schema.flag(embeddedField)))
                inside.insideMeta = true;
            if (isMeta && around.isRoot) {
                inside.allowsDefaults = false;
                inside.noDefaultsBecause = " in top-level " + name.str();
            }
            check(SchemaView(property), inside, path.child("properties").key(name));
        }
    }

    // The schemas of a list or of a map.
    void checkEach(SchemaView schema, std::string_view name, const Surroundings& around, const FieldPath& path)
    {
        const Value::Array& list = schema.list(name);
        for (std::size_t i = 0; i < list.size(); ++i)
            check(SchemaView(list[i]), around, path.child(name).index(i));
        if (name == "items")
            return;
        for (const auto& [key, inner] : schema.members(name)) {
            if (inner.isObject())
                check(SchemaView(inner), around, path.child(name).key(key));
        }
    }

    void checkMapType(SchemaView schema, const FieldPath& path)
    {
        static constexpr std::string_view mapTypes[] = {"atomic", "granular"};
        const auto mapType = schema.topology(mapTypeField);
        if (!mapType)
            return;
        if (schema.type() != "object")
            expectType(schema, "must be object if x-kubernetes-map-type is specified", path);
        if (*mapType != "atomic" && *mapType != "granular")
            m_errors.push_back(notSupported(path.child(mapTypeField), *mapType, mapTypes));
    }

    void checkListType(SchemaView schema, const FieldPath& path)
    {
        static constexpr std::string_view listTypes[] = {"atomic", "set", "map"};
        const auto listType = schema.topology(listTypeField);
        if (listType && schema.type() != "array") {
            expectType(schema, "must be array if x-kubernetes-list-type is specified", path);
        } else if (const auto items = schema.items();
                   m_demands.atomicSets && listType == "set" && items && !hasAtomicElements(*items)) {
            // The server shows the type of the list in both cases.
            const std::string_view field = items->type() == "array" ? listTypeField : mapTypeField;
            m_errors.push_back(
                invalidShown(path.child("items").child(field), shownPointerTo(items->value(listTypeField)),
                    "must be atomic as item of a list with x-kubernetes-list-type=set"));
        }
        if (listType && std::find(std::begin(listTypes), std::end(listTypes), *listType) == std::end(listTypes))
            m_errors.push_back(notSupported(path.child(listTypeField), *listType, listTypes));
        if (schema.list(mapKeysField).empty() || listType == "map")
            return;
        constexpr std::string_view sentence = "must be map if x-kubernetes-list-map-keys is non-empty";
        if (listType)
            m_errors.push_back(invalid(path.child(listTypeField), *listType, sentence));
        else
            need(path.child(listTypeField), sentence);
    }

    void checkListMap(SchemaView schema, const FieldPath& path)
    {
        if (schema.topology(listTypeField) != "map")
            return;
        const Value& keys = schema.value(mapKeysField);
        const FieldPath at = path.child("items");
        if (keys.array().empty())
            need(path.child(mapKeysField), "must not be empty if x-kubernetes-list-type is map");
        if (!schema.has("items")) {
            need(at, "must have a schema if x-kubernetes-list-type is map");
            return;
        }
        const auto items = schema.items();
        if (!items) {
            m_errors.push_back(invalidShown(at, goJsonOfItems(schema.value("items")),
                "must only have a single schema if x-kubernetes-list-type is map"));
            return;
        }
        if (items->type() != "object") {
            m_errors.push_back(invalid(
                at.child("type"), items->type(), "must be object if parent array's x-kubernetes-list-type is map"));
            return;
        }
        std::set<std::string_view> seen;
        for (const Value& key : keys.array()) {
            const auto refuse = [&](std::string_view sentence) {
                m_errors.push_back(invalidShown(path.child(mapKeysField), shownJsonList(keys), sentence));
            };
            const auto property = items->property(key.text());
            if (!property) {
                refuse("entries must all be names of item properties");
            } else if (property->type() == "array" || property->type() == "object") {
                m_errors.push_back(invalid(at.child("properties").key(key.text()).child("type"), items->type(),
                    "must be a scalar type if parent array's x-kubernetes-list-type is map"));
            }
            if (!seen.insert(key.text()).second)
                refuse("must not contain duplicate entries");
        }
    }

    // Rules in CEL, except for what they say.
    void checkRules(SchemaView schema, const FieldPath& path)
    {
        static constexpr std::string_view reasons[] = {
            "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"};
        const Value::Array& rules = schema.list(rulesField);
        for (std::size_t i = 0; i < rules.size(); ++i) {
            const FieldPath at = path.child(rulesField).index(i);
            const Text& rule = rules[i]["rule"].text();
            const Text& message = rules[i]["message"].text();
            const Text& expression = rules[i]["messageExpression"].text();
            const Text& reason = rules[i]["reason"].text();
            const Text& fieldPath = rules[i]["fieldPath"].text();
            const auto refuse = [&](std::string_view name, const Text& value, std::string_view sentence) {
                m_errors.push_back(invalid(at.child(name), value, sentence));
            };
            if (isBlank(rule))
                need(at.child("rule"), "rule is not specified");
            else if (!message.empty() && isBlank(message))
                refuse("message", message, "message must be non-empty if specified");
            else if (hasLineBreak(trimmed(message)))
                refuse("message", message, "message must not contain line breaks");
            else if (hasLineBreak(trimmed(rule)) && isBlank(message))
                need(at.child("message"), "message must be specified if rule contains line breaks");
            if (!expression.empty() && isBlank(expression))
                need(at.child("messageExpression"), "messageExpression must be non-empty if specified");
            if (!rules[i]["reason"].isNull())
                checkSupported(m_errors, reason, reasons, at.child("reason"));
            if (!fieldPath.empty() && isBlank(fieldPath))
                refuse("fieldPath", fieldPath, "fieldPath must be non-empty if specified");
            if (hasLineBreak(fieldPath))
                refuse("fieldPath", fieldPath, "fieldPath must not contain line breaks");
            if (!fieldPath.empty() && structuralObstacle(schema).empty()
                && !fieldAt(schema, fieldPath, true).error.empty())
                refuse("fieldPath", fieldPath, "fieldPath must be a valid path");
        }
    }

    FieldErrors& m_errors;
    const SchemaDemands& m_demands;
};

// With a status of its own the schema is cut in two, and what stands at its root would be lost to the status.
void checkRootForStatus(FieldErrors& errors, SchemaView schema, const FieldPath& path)
{
    static constexpr std::string_view allowed[] = {"Description", "Type", "Format", "Title", "Maximum",
        "ExclusiveMaximum", "Minimum", "ExclusiveMinimum", "MaxLength", "MinLength", "Pattern", "MaxItems", "MinItems",
        "UniqueItems", "MultipleOf", "Required", "Items", "Properties", "ExternalDocs", "Example",
        "XPreserveUnknownFields", "XValidations"};
    for (const SchemaField& field : schemaFields()) {
        if (schema.isZero(field.name))
            continue;
        if (field.name == "type" && schema.type() != "object") {
            errors.push_back(invalid(path.child("type"), schema.type(),
                "only \"object\" is allowed as the type at the root of the schema if the status subresource is "
                "enabled"));
            return;
        }
        if (std::find(std::begin(allowed), std::end(allowed), field.goName) == std::end(allowed)) {
            std::string names;
            for (const std::string_view name : allowed)
                names += (names.empty() ? "" : " ") + std::string(name);
            errors.push_back(invalidShown(path, goJson(schema),
                "only [" + names
                    + "] fields are allowed at the root of the schema if the status subresource is enabled"));
            return;
        }
    }
}

} // namespace

void checkSchema(
    FieldErrors& errors, SchemaView schema, bool hasStatus, const SchemaDemands& demands, const FieldPath& path)
{
    FieldErrors found;
    if (hasStatus)
        checkRootForStatus(found, schema, path);
    if (schema.flag("nullable"))
        found.push_back(forbidden(path.child("nullable"), "nullable cannot be true at the root"));

    std::string obstacle;
    if (demands.structural) {
        obstacle = structuralObstacle(schema);
        if (obstacle.empty()) {
            FieldErrors shape = structuralErrors(schema, path);
            append(found, shape.empty() ? defaultErrors(schema, demands, path) : std::move(shape));
        }
    }
    Surroundings root;
    root.isRoot = true;
    OpenApi(found, demands).check(schema, root, path);
    if (found.empty() && !obstacle.empty()) // else it was said more precisely
        found.push_back(invalid(path, "", obstacle));
    append(errors, std::move(found));
}

SchemaDemands metBy(SchemaView schema)
{
    SchemaDemands met;
    met.structural = structuralObstacle(schema).empty() && structuralErrors(schema, FieldPath()).empty();
    met.prunedDefaults = !met.structural || !hasUnprunedDefaults(schema);
    anySchema(schema, [&](SchemaView inner) {
        met.validTypes &= inner.type().empty() || isKnownType(inner.type());
        const auto items = inner.items();
        met.atomicSets &= inner.topology(listTypeField) != "set" || !items || hasAtomicElements(*items);
        FieldErrors errors;
        checkMapKeys(errors, inner, FieldPath());
        met.soundMapKeys &= errors.empty();
        return false;
    });
    return met;
}

} // namespace kubarium::api
