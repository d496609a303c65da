// A schema of a custom kind, to be looked at. Part of it is typed, and part of it (items, additionalProperties) stands
// as JSON in the tables: here all of it is read in one way.
#pragma once

#include "../value.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace kubarium::api {

struct JSONSchemaProps;

class SchemaView {
public:
    // Looks at `schema`, which must outlive the view.
    explicit SchemaView(const Value& schema) : m_schema(&schema) { }

    std::string_view text(std::string_view name) const { return (*m_schema)[name].text(); }

    std::string_view type() const { return text("type"); }

    bool flag(std::string_view name) const { return (*m_schema)[name].boolean(); }

    bool has(std::string_view name) const { return !(*m_schema)[name].isNull(); } // a pointer that is not nil

    const Value& value(std::string_view name) const { return (*m_schema)[name]; }

    const Value::Array& list(std::string_view name) const { return (*m_schema)[name].array(); }

    const Value::Object& members(std::string_view name) const { return (*m_schema)[name].object(); }

    // The union fields: a schema of all elements, a list of schemas, or a yes or no.
    std::optional<SchemaView> items() const { return schemaAt("items"); }

    std::optional<SchemaView> additionalProperties() const { return schemaAt("additionalProperties"); }

    std::optional<SchemaView> not_() const { return schemaAt("not"); }

    std::optional<SchemaView> property(std::string_view name) const;

    // Which x-kubernetes-list-type or -map-type; nothing if there is none.
    std::optional<std::string_view> topology(std::string_view name) const;

    // Whether the server would find Go's zero value in a field.
    bool isZero(std::string_view name) const;

    const Value& json() const { return *m_schema; }

private:
    std::optional<SchemaView> schemaAt(std::string_view name) const;

    const Value* m_schema;
};

// The fields of a schema in the server's order, as JSON and as Go name them.
struct SchemaField {
    std::string_view name;
    std::string_view goName;
};

std::span<const SchemaField> schemaFields();

// The schema or any schema inside it.
bool anySchema(SchemaView schema, const std::function<bool(SchemaView)>& holds);

// As the server shows a schema in its sentences: with Go's names and every field.
std::string goJson(SchemaView schema);
std::string goJsonOfItems(const Value& items);

} // namespace kubarium::api
