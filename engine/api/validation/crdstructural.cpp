#include "crdschema.h"

#include <algorithm>

namespace kubarium::api {

namespace {

enum class Level : std::uint8_t { Root, Item, Field };

constexpr std::string_view preserve = "x-kubernetes-preserve-unknown-fields";
constexpr std::string_view embedded = "x-kubernetes-embedded-resource";
constexpr std::string_view intOrString = "x-kubernetes-int-or-string";

// Only these fields are set; what is for people only does not count.
bool hasOnly(SchemaView schema, std::initializer_list<std::string_view> allowed)
{
    for (const SchemaField& field : schemaFields()) {
        const bool ignored = field.name == "externalDocs" || field.name == "example";
        if (!ignored && std::find(allowed.begin(), allowed.end(), field.name) == allowed.end()
            && !schema.isZero(field.name))
            return false;
    }
    return true;
}

// anyOf: [{type: integer}, {type: string}], the one place where a type may stand inside a condition.
bool saysIntOrString(SchemaView schema)
{
    const Value::Array& either = schema.list("anyOf");
    const auto isJust = [](const Value& one, std::string_view type) {
        const SchemaView view(one);
        return view.type() == type && hasOnly(view, {"type"});
    };
    return either.size() == 2 && isJust(either[0], "integer") && isJust(either[1], "string");
}

bool firstSaysIntOrString(const Value::Array& all)
{
    return !all.empty() && saysIntOrString(SchemaView(all[0]));
}

class Structure {
public:
    explicit Structure(FieldErrors& errors) : m_errors(errors) { }

    void check(SchemaView schema, Level level, const FieldPath& path)
    {
        if (schema.type() == "array" && !schema.items())
            need(path.child("items"), "must be specified");
        if (const auto items = schema.items())
            check(*items, Level::Item, path.child("items"));
        for (const auto& [name, property] : schema.members("properties"))
            check(SchemaView(property), Level::Field, path.child("properties").key(name));
        if (schema.has("additionalProperties")) {
            if (level == Level::Root)
                forbid(path.child("additionalProperties"), "must not be used at the root");
            if (const auto values = schema.additionalProperties())
                check(*values, Level::Field, path.child("additionalProperties"));
        }
        checkExtensions(schema, path);
        checkConditions(schema, saysIntOrString(schema), firstSaysIntOrString(schema.list("allOf")), path);
        checkType(schema, level, path);
        checkResource(schema, level, path);
    }

private:
    void need(const FieldPath& path, std::string_view sentence) { m_errors.push_back(required(path, sentence)); }

    void forbid(const FieldPath& path, std::string_view sentence) { m_errors.push_back(forbidden(path, sentence)); }

    void checkExtensions(SchemaView schema, const FieldPath& path)
    {
        for (const std::string_view extension : {preserve, embedded}) {
            if (schema.flag(intOrString) && schema.flag(extension)) {
                m_errors.push_back(
                    invalid(path.child(extension), true, "must be false if x-kubernetes-int-or-string is true"));
            }
        }
    }

    // allOf, anyOf, oneOf and not: `skipAnyOf` and `skipFirstAllOf` where they say int-or-string.
    void checkConditions(SchemaView schema, bool skipAnyOf, bool skipFirstAllOf, const FieldPath& path)
    {
        const auto checkEach = [&](std::string_view name, bool skipAnyOfOfFirst) {
            const Value::Array& conditions = schema.list(name);
            for (std::size_t i = 0; i < conditions.size(); ++i)
                checkCondition(SchemaView(conditions[i]), i == 0 && skipAnyOfOfFirst, path.child(name).index(i));
        };
        if (!skipAnyOf)
            checkEach("anyOf", false);
        checkEach("allOf", skipFirstAllOf);
        checkEach("oneOf", false);
        if (const auto condition = schema.not_())
            checkCondition(*condition, false, path.child("not"));
    }

    // A condition restricts values; it must not shape the object.
    void checkCondition(SchemaView condition, bool skipAnyOf, const FieldPath& path)
    {
        struct Forbidden {
            std::string_view field;
            std::string_view sentence;
        };

        static constexpr Forbidden forbidden[] = {
            {"type", "must be empty to be structural"},
            {"additionalProperties", "must be undefined to be structural"},
            {"default", "must be undefined to be structural"},
            {"title", "must be empty to be structural"},
            {"description", "must be empty to be structural"},
            {"nullable", "must be false to be structural"},
            {preserve, "must be false to be structural"},
            {embedded, "must be false to be structural"},
            {intOrString, "must be false to be structural"},
            {"x-kubernetes-list-map-keys", "must be empty to be structural"},
            {"x-kubernetes-list-type", "must be undefined to be structural"},
            {"x-kubernetes-map-type", "must be undefined to be structural"},
            {"x-kubernetes-validations", "must be empty to be structural"},
        };
        checkConditions(condition, skipAnyOf, false, path);
        if (const auto items = condition.items())
            checkCondition(*items, false, path.child("items"));
        for (const auto& [name, property] : condition.members("properties"))
            checkCondition(SchemaView(property), false, path.child("properties").key(name));
        for (const Forbidden& rule : forbidden) {
            if (!condition.isZero(rule.field))
                forbid(path.child(rule.field), rule.sentence);
        }
        if (condition.property("metadata"))
            forbid(path.child("properties").key("metadata"), "must not be specified in a nested context");
    }

    void checkType(SchemaView schema, Level level, const FieldPath& path)
    {
        const std::string_view type = schema.type();
        const FieldPath at = path.child("type");
        if (schema.flag(embedded) && type != "object") {
            constexpr std::string_view sentence = "must be object if x-kubernetes-embedded-resource is true";
            if (type.empty())
                need(at, sentence);
            else
                m_errors.push_back(invalid(at, type, sentence));
        } else if (type.empty() && !schema.flag(intOrString) && !schema.flag(preserve)) {
            static constexpr std::string_view sentences[] = {"must not be empty at the root",
                "must not be empty for specified array items", "must not be empty for specified object fields"};
            need(at, sentences[static_cast<std::size_t>(level)]);
        }
        if (schema.flag(embedded) && schema.has("additionalProperties")) {
            forbid(path.child("additionalProperties"), "must not be used if x-kubernetes-embedded-resource is set");
        }
        if (level == Level::Root && !type.empty() && type != "object")
            m_errors.push_back(invalid(at, type, "must be object at the root"));
    }

    // What every object has beside its own fields may be mentioned, but hardly be changed.
    void checkResource(SchemaView schema, Level level, const FieldPath& path)
    {
        const bool isResource = level == Level::Root || schema.flag(embedded);
        const FieldPath properties = path.child("properties");
        for (const std::string_view name : {"kind", "apiVersion"}) {
            const auto property = schema.property(name);
            if (isResource && property && property->type() != "string") {
                m_errors.push_back(invalid(properties.key(name).child("type"), property->type(), "must be string"));
            }
        }
        if (const auto metadata = schema.property("metadata")) {
            const FieldPath at = properties.key("metadata");
            if (isResource && metadata->type() != "object")
                m_errors.push_back(invalid(at.child("type"), metadata->type(), "must be object"));
            if (level == Level::Root && !mentionsOnlyNames(*metadata)) {
                forbid(at,
                    "must not specify anything other than name and generateName, but metadata is implicitly "
                    "specified");
            }
        }
        if (schema.flag(embedded) && !schema.flag(preserve) && schema.members("properties").empty()) {
            need(properties,
                "must not be empty if x-kubernetes-embedded-resource is true without "
                "x-kubernetes-preserve-unknown-fields");
        }
    }

    static bool mentionsOnlyNames(SchemaView metadata)
    {
        for (const auto& [name, property] : metadata.members("properties")) {
            if (!(name == "name" || name == "generateName"))
                return false;
        }
        return hasOnly(metadata, {"type", "default", "properties"});
    }

    FieldErrors& m_errors;
};

// Whatever a condition at the root speaks of must be a field of the schema itself. The server does not ask this of
// conditions further inside.
class Completeness {
public:
    explicit Completeness(FieldErrors& errors) : m_errors(errors) { }

    // `at` and `said` are the places of the schema and of the condition.
    void check(SchemaView condition, SchemaView schema, const FieldPath& at, const FieldPath& said)
    {
        if (const auto negated = condition.not_())
            checkNested(*negated, schema, at, said.child("not"));
        for (const std::string_view name : {"allOf", "anyOf", "oneOf"}) {
            const Value::Array& conditions = condition.list(name);
            for (std::size_t i = 0; i < conditions.size(); ++i)
                checkNested(SchemaView(conditions[i]), schema, at, said.child(name).index(i));
        }
    }

private:
    void checkNested(
        SchemaView condition, const std::optional<SchemaView>& schema, const FieldPath& at, const FieldPath& said)
    {
        if (!schema) {
            m_errors.push_back(required(at, "because it is defined in " + said.text()));
            return;
        }
        check(condition, *schema, at, said);
        if (const auto items = condition.items())
            checkNested(*items, schema->items(), at.child("items"), said.child("items"));
        for (const auto& [name, property] : condition.members("properties")) {
            checkNested(SchemaView(property), schema->property(name), at.child("properties").key(name),
                said.child("properties").key(name));
        }
    }

    FieldErrors& m_errors;
};

} // namespace

FieldErrors structuralErrors(SchemaView schema, const FieldPath& path)
{
    FieldErrors errors;
    Structure(errors).check(schema, Level::Root, path);
    Completeness(errors).check(schema, schema, path, path);
    std::sort(errors.begin(), errors.end(), [](const FieldError& a, const FieldError& b) {
        return a.field + ": " + a.message() < b.field + ": " + b.message();
    });
    return errors;
}

std::string structuralObstacle(SchemaView schema)
{
    static constexpr std::string_view unsupported[] = {
        "id", "$schema", "$ref", "patternProperties", "dependencies", "additionalItems", "definitions"};
    std::string obstacle;
    anySchema(schema, [&](SchemaView inner) {
        for (const std::string_view name : unsupported) {
            const bool set = name == "$ref" ? !inner.text(name).empty() : !inner.isZero(name);
            if (set) {
                obstacle =
                    "OpenAPIV3Schema '" + std::string(name == "$schema" ? "schema" : name) + "' is not supported";
                return true;
            }
        }
        if (inner.has(preserve) && !inner.flag(preserve))
            obstacle = "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
        else if (!inner.list("items").empty())
            obstacle = "OpenAPIV3Schema 'items' must be a schema, but is an array";
        return !obstacle.empty();
    });
    return obstacle;
}

} // namespace kubarium::api
