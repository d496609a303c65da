#include "schemaview.h"

#include "../encode.h"

#include <array>

namespace kubarium::api {

namespace {

enum class Form : std::uint8_t {
    Text,
    Pointer,
    Flag,
    Json,
    Texts,
    Jsons,
    Items,
    Schemas,
    Schema,
    Map,
    SchemaOrBool,
    Dependencies,
    Docs,
    Rules
};

struct FieldForm {
    SchemaField field;
    Form form;
};

constexpr std::array<FieldForm, 44> forms{{
    {{"id", "ID"}, Form::Text},
    {{"$schema", "Schema"}, Form::Text},
    {{"$ref", "Ref"}, Form::Pointer},
    {{"description", "Description"}, Form::Text},
    {{"type", "Type"}, Form::Text},
    {{"nullable", "Nullable"}, Form::Flag},
    {{"format", "Format"}, Form::Text},
    {{"title", "Title"}, Form::Text},
    {{"default", "Default"}, Form::Json},
    {{"maximum", "Maximum"}, Form::Pointer},
    {{"exclusiveMaximum", "ExclusiveMaximum"}, Form::Flag},
    {{"minimum", "Minimum"}, Form::Pointer},
    {{"exclusiveMinimum", "ExclusiveMinimum"}, Form::Flag},
    {{"maxLength", "MaxLength"}, Form::Pointer},
    {{"minLength", "MinLength"}, Form::Pointer},
    {{"pattern", "Pattern"}, Form::Text},
    {{"maxItems", "MaxItems"}, Form::Pointer},
    {{"minItems", "MinItems"}, Form::Pointer},
    {{"uniqueItems", "UniqueItems"}, Form::Flag},
    {{"multipleOf", "MultipleOf"}, Form::Pointer},
    {{"enum", "Enum"}, Form::Jsons},
    {{"maxProperties", "MaxProperties"}, Form::Pointer},
    {{"minProperties", "MinProperties"}, Form::Pointer},
    {{"required", "Required"}, Form::Texts},
    {{"items", "Items"}, Form::Items},
    {{"allOf", "AllOf"}, Form::Schemas},
    {{"oneOf", "OneOf"}, Form::Schemas},
    {{"anyOf", "AnyOf"}, Form::Schemas},
    {{"not", "Not"}, Form::Schema},
    {{"properties", "Properties"}, Form::Map},
    {{"additionalProperties", "AdditionalProperties"}, Form::SchemaOrBool},
    {{"patternProperties", "PatternProperties"}, Form::Map},
    {{"dependencies", "Dependencies"}, Form::Dependencies},
    {{"additionalItems", "AdditionalItems"}, Form::SchemaOrBool},
    {{"definitions", "Definitions"}, Form::Map},
    {{"externalDocs", "ExternalDocs"}, Form::Docs},
    {{"example", "Example"}, Form::Json},
    {{"x-kubernetes-preserve-unknown-fields", "XPreserveUnknownFields"}, Form::Pointer},
    {{"x-kubernetes-embedded-resource", "XEmbeddedResource"}, Form::Flag},
    {{"x-kubernetes-int-or-string", "XIntOrString"}, Form::Flag},
    {{"x-kubernetes-list-map-keys", "XListMapKeys"}, Form::Texts},
    {{"x-kubernetes-list-type", "XListType"}, Form::Pointer},
    {{"x-kubernetes-map-type", "XMapType"}, Form::Pointer},
    {{"x-kubernetes-validations", "XValidations"}, Form::Rules},
}};

Form formOf(std::string_view name)
{
    for (const FieldForm& field : forms) {
        if (field.field.name == name)
            return field.form;
    }
    assert(false && "not a field of a schema");
    return Form::Json;
}

// Writes an object or a list piece by piece.
class Pieces {
public:
    explicit Pieces(char open) : m_text(1, open) { }

    Pieces& member(std::string_view name, const std::string& json)
    {
        begin();
        appendJsonString(m_text, name);
        m_text += ':' + json;
        return *this;
    }

    void element(const std::string& json)
    {
        begin();
        m_text += json;
    }

    std::string closed(char close) { return m_text + close; }

private:
    void begin()
    {
        if (m_text.size() > 1)
            m_text += ',';
    }

    std::string m_text;
};

std::string jsonText(std::string_view text)
{
    std::string out;
    appendJsonString(out, text);
    return out;
}

template <class Shown> std::string listOf(const Value::Array& values, Shown shown)
{
    if (values.empty())
        return "null"; // Go's nil slice
    Pieces list('[');
    for (const Value& value : values)
        list.element(shown(value));
    return list.closed(']');
}

template <class Shown> std::string mapOf(const Value::Object& members, Shown shown)
{
    if (members.empty())
        return "null";
    Pieces map('{');
    for (const auto& [name, value] : members)
        map.member(name, shown(value));
    return map.closed('}');
}

std::string schemaOf(const Value& value)
{
    return goJson(SchemaView(value));
}

std::string schemaOrNull(const Value& value)
{
    return value.isObject() ? schemaOf(value) : "null";
}

std::string ruleOf(const Value& rule)
{
    return Pieces('{')
        .member("Rule", jsonText(rule["rule"].text()))
        .member("Message", jsonText(rule["message"].text()))
        .member("MessageExpression", jsonText(rule["messageExpression"].text()))
        .member("Reason", toJson(rule["reason"]))
        .member("FieldPath", jsonText(rule["fieldPath"].text()))
        .member("OptionalOldSelf", toJson(rule["optionalOldSelf"]))
        .closed('}');
}

std::string dependencyOf(const Value& dependency)
{
    return Pieces('{')
        .member("Schema", schemaOrNull(dependency))
        .member("Property", dependency.isArray() ? toJson(dependency) : "null")
        .closed('}');
}

std::string shownAs(Form form, const Value& value)
{
    switch (form) {
    case Form::Text:
        return jsonText(value.text());
    case Form::Flag:
        return value.boolean() ? "true" : "false";
    case Form::Pointer:
    case Form::Json:
        return toJson(value);
    case Form::Texts:
    case Form::Jsons:
        return listOf(value.array(), [](const Value& element) { return toJson(element); });
    case Form::Items:
        return value.isNull() ? "null" : goJsonOfItems(value);
    case Form::Schemas:
        return listOf(value.array(), schemaOf);
    case Form::Schema:
        return schemaOrNull(value);
    case Form::Map:
        return mapOf(value.object(), schemaOf);
    case Form::SchemaOrBool:
        if (value.isNull())
            return "null";
        return Pieces('{')
            .member("Allows", value.isObject() || value.boolean() ? "true" : "false")
            .member("Schema", schemaOrNull(value))
            .closed('}');
    case Form::Dependencies:
        return mapOf(value.object(), dependencyOf);
    case Form::Docs:
        if (value.isNull())
            return "null";
        return Pieces('{')
            .member("Description", jsonText(value["description"].text()))
            .member("URL", jsonText(value["url"].text()))
            .closed('}');
    case Form::Rules:
        return listOf(value.array(), ruleOf);
    }
    return "null";
}

bool anyIn(const Value& value, const std::function<bool(SchemaView)>& holds)
{
    return value.isObject() && anySchema(SchemaView(value), holds);
}

} // namespace

std::span<const SchemaField> schemaFields()
{
    static const auto fields = [] {
        std::array<SchemaField, forms.size()> names;
        std::transform(forms.begin(), forms.end(), names.begin(), [](const FieldForm& form) { return form.field; });
        return names;
    }();
    return fields;
}

std::optional<SchemaView> SchemaView::property(std::string_view name) const
{
    const Value* const found = members("properties").find(name);
    return found ? std::optional(SchemaView(*found)) : std::nullopt;
}

std::optional<std::string_view> SchemaView::topology(std::string_view name) const
{
    return has(name) ? std::optional(text(name)) : std::nullopt;
}

bool SchemaView::isZero(std::string_view name) const
{
    const Value& found = value(name);
    switch (formOf(name)) {
    case Form::Text:
        return found.text().empty();
    case Form::Flag:
        return !found.boolean();
    case Form::Texts:
    case Form::Jsons:
    case Form::Schemas:
    case Form::Rules:
        return found.array().empty();
    case Form::Map:
    case Form::Dependencies:
        return found.object().empty();
    default:
        return found.isNull();
    }
}

std::optional<SchemaView> SchemaView::schemaAt(std::string_view name) const
{
    const Value& found = value(name);
    return found.isObject() ? std::optional(SchemaView(found)) : std::nullopt;
}

bool anySchema(SchemaView schema, const std::function<bool(SchemaView)>& holds)
{
    if (holds(schema))
        return true;
    for (const FieldForm& field : forms) {
        const Value& value = schema.value(field.field.name);
        switch (field.form) {
        case Form::Items:
        case Form::Schemas:
        case Form::Schema:
        case Form::SchemaOrBool: {
            const Value::Array& several = value.array();
            if (anyIn(value, holds)
                || std::any_of(several.begin(), several.end(), [&](const Value& one) { return anyIn(one, holds); }))
                return true;
            break;
        }
        case Form::Map:
        case Form::Dependencies:
            for (const auto& [name, one] : value.object()) {
                if (anyIn(one, holds))
                    return true;
            }
            break;
        default:
            break;
        }
    }
    return false;
}

std::string goJson(SchemaView schema)
{
    Pieces object('{');
    for (const FieldForm& field : forms)
        object.member(field.field.goName, shownAs(field.form, schema.value(field.field.name)));
    return object.closed('}');
}

std::string goJsonOfItems(const Value& items)
{
    return Pieces('{')
        .member("Schema", schemaOrNull(items))
        .member("JSONSchemas", listOf(items.array(), schemaOf))
        .closed('}');
}

} // namespace kubarium::api
