#include "crdparts.h"

#include "../encode.h"

#include "api/types/apiextensions.h"

namespace kubarium::api {

namespace {

// Writes {"Name":"v1",…}, with Go's names.
class Fields {
public:
    Fields& text(std::string_view name, std::string_view value)
    {
        begin(name);
        appendJsonString(m_text, value);
        return *this;
    }

    Fields& pointer(std::string_view name, const Text& value) { return value ? text(name, value) : json(name, "null"); }

    Fields& flag(std::string_view name, bool value) { return json(name, value ? "true" : "false"); }

    Fields& json(std::string_view name, std::string_view value)
    {
        begin(name);
        m_text += value;
        return *this;
    }

    std::string closed() { return m_text + "}"; }

private:
    void begin(std::string_view name)
    {
        m_text += m_text.empty() ? '{' : ',';
        appendJsonString(m_text, name);
        m_text += ':';
    }

    std::string m_text;
};

template <class T, class Shown> std::string listOf(const List<T>& list, Shown shown)
{
    std::string out;
    for (const T& element : list)
        out += (out.empty() ? "[" : ",") + shown(element);
    return out.empty() ? "null" : out + "]";
}

std::string schemaOf(const Box<CustomResourceValidation>& validation)
{
    if (!validation)
        return "null";
    const Box<JSONSchemaProps>& schema = validation->openAPIV3Schema;
    if (!schema)
        return Fields().json("OpenAPIV3Schema", "null").closed();
    const Value value = toValue(*TypeOf<JSONSchemaProps>::value, &*schema);
    return Fields().json("OpenAPIV3Schema", goJson(SchemaView(value))).closed();
}

std::string scaleOf(const Box<CustomResourceSubresourceScale>& scale)
{
    if (!scale)
        return "null";
    return Fields()
        .text("SpecReplicasPath", scale->specReplicasPath)
        .text("StatusReplicasPath", scale->statusReplicasPath)
        .pointer("LabelSelectorPath", scale->labelSelectorPath)
        .closed();
}

std::string subresourcesOf(const Box<CustomResourceSubresources>& subresources)
{
    if (!subresources)
        return "null";
    return Fields()
        .json("Status", subresources->status.isNull() ? "null" : "{}")
        .json("Scale", scaleOf(subresources->scale))
        .closed();
}

std::string columnOf(const CustomResourceColumnDefinition& column)
{
    return Fields()
        .text("Name", column.name)
        .text("Type", column.type)
        .text("Format", column.format)
        .text("Description", column.description)
        .json("Priority", std::to_string(column.priority))
        .text("JSONPath", column.jsonPath)
        .closed();
}

std::string versionOf(const CustomResourceDefinitionVersion& version)
{
    return Fields()
        .text("Name", version.name)
        .flag("Served", version.served)
        .flag("Storage", version.storage)
        .flag("Deprecated", version.deprecated)
        .pointer("DeprecationWarning", version.deprecationWarning)
        .json("Schema", schemaOf(version.schema))
        .json("Subresources", subresourcesOf(version.subresources))
        .json("AdditionalPrinterColumns", listOf(version.additionalPrinterColumns, columnOf))
        .json("SelectableFields",
            listOf(version.selectableFields,
                [](const SelectableField& field) { return Fields().text("JSONPath", field.jsonPath).closed(); }))
        .closed();
}

} // namespace

std::string shownVersions(const List<CustomResourceDefinitionVersion>& versions)
{
    return listOf(versions, versionOf);
}

} // namespace kubarium::api
