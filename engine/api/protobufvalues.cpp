#include "protobufvalues.h"

#include "encode.h"
#include "protobufmessage.h"
#include "protobufwire.h"
#include "tree.h"

#include "api/types/apiextensions.h"

#include <algorithm>

namespace kubarium::api {

namespace {

// RawExtension, JSON and FieldsV1: one field with the JSON text. Nothing written is null.
Value jsonIn(std::string_view goType, std::string_view message, int depth, ProtobufReading& reading)
{
    std::string_view text;
    WireReader reader(message, goType.substr(goType.rfind('.') + 1), reading.refusal);
    while (const std::optional<WireTag> tag = reader.next()) {
        if (tag->number != 1) {
            reader.skip(tag->type);
        } else if (tag->type != WireType::Bytes) {
            reader.refuse("proto: wrong wireType = " + std::to_string(static_cast<int>(tag->type)) + " for field Raw");
        } else if (const std::optional<std::string_view> raw = reader.bytes()) {
            text = *raw;
        }
    }
    if (reader.refused() || text.empty())
        return {};
    Limits limits;
    limits.depth -= std::min(limits.depth, static_cast<std::size_t>(depth));
    const ParsedJson parsed = parseJson(text, limits);
    if (parsed.error) {
        reader.refuse(parsed.error->message);
        return {};
    }
    return toValue(parsed.document.root);
}

// JSONSchemaPropsOrArray, …OrBool and …OrStringArray: a schema or something else, as one JSON value.
class SchemaUnion {
public:
    SchemaUnion(std::string_view goType, int depth, ProtobufReading& reading)
        : m_goType(goType),
          m_depth(depth),
          m_reading(reading)
    {
    }

    Value read(std::string_view message)
    {
        const bool orBool = m_goType.ends_with("OrBool");
        const bool orStrings = m_goType.ends_with("OrStringArray");
        const std::uint32_t schemaNumber = orBool ? 2 : 1;
        WireReader reader(message, m_goType.substr(m_goType.rfind('.') + 1), m_reading.refusal);
        while (const std::optional<WireTag> tag = reader.next()) {
            if (tag->number != 1 && tag->number != 2) {
                reader.skip(tag->type);
            } else if (tag->type != (orBool && tag->number == 1 ? WireType::Varint : WireType::Bytes)) {
                const std::string field = tag->number == schemaNumber ? "Schema"
                    : orBool                                          ? "Allows"
                    : orStrings                                       ? "Property"
                                                                      : "JSONSchemas";
                reader.refuse(
                    "proto: wrong wireType = " + std::to_string(static_cast<int>(tag->type)) + " for field " + field);
            } else if (orBool && tag->number == 1) {
                m_allows = reader.varint().value_or(0) != 0;
            } else if (const std::optional<std::string_view> bytes = reader.bytes()) {
                take(*bytes, tag->number == schemaNumber, orStrings);
            }
        }
        if (!m_others.empty())
            return m_others; // as Go writes them: the list goes before the schema
        if (m_schema)
            return toValue(tables::JSONSchemaProps, &*m_schema);
        return orBool ? Value(m_allows) : Value();
    }

private:
    void take(std::string_view bytes, bool schema, bool strings)
    {
        if (schema) {
            readProtobufMessage(tables::JSONSchemaProps, &m_schema.edit(), bytes, m_depth, m_reading);
        } else if (!m_reading.enter(m_depth) || !m_reading.count()) {
            return; // the list is one more around them
        } else if (strings) {
            m_others.push_back(Value(bytes));
        } else {
            Box<JSONSchemaProps> other;
            if (readProtobufMessage(tables::JSONSchemaProps, &other.edit(), bytes, m_depth + 1, m_reading))
                m_others.push_back(toValue(tables::JSONSchemaProps, &*other));
        }
    }

    std::string_view m_goType;
    int m_depth;
    ProtobufReading& m_reading;
    Box<JSONSchemaProps> m_schema;
    Value::Array m_others;
    bool m_allows = false;
};

} // namespace

Value protobufValue(std::string_view goType, std::string_view message, int depth, ProtobufReading& reading)
{
    if (goType == "v1.JSONSchemaPropsOrArray" || goType == "v1.JSONSchemaPropsOrBool")
        return SchemaUnion(goType, depth, reading).read(message);
    if (goType == "v1.JSONSchemaDependencies") // a map; this is one of its values
        return SchemaUnion("v1.JSONSchemaPropsOrStringArray", depth, reading).read(message);
    if (goType == "v1.CustomResourceSubresourceStatus") {
        Value nothingInIt;
        nothingInIt.editObject();
        return nothingInIt;
    }
    return jsonIn(goType, message, depth, reading);
}

} // namespace kubarium::api
