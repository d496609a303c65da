#include "paths.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace kubarium::apiserver::openapi {

namespace {

constexpr std::array<std::string_view, 1> https = {"https"};

void writeSchema(JsonWriter& json, const std::string& pointer)
{
    json.key("schema").beginObject();
    if (pointer.empty())
        json.member("type", "string");
    else
        json.member("$ref", pointer);
    json.endObject();
}

void writeContent(JsonWriter& json, const Content& content)
{
    std::vector<std::string_view> mediaTypes = content.mediaTypes;
    std::sort(mediaTypes.begin(), mediaTypes.end());
    json.key("content").beginObject();
    for (const std::string_view mediaType : mediaTypes) {
        json.key(mediaType).beginObject();
        writeSchema(json, content.pointer);
        json.endObject();
    }
    json.endObject();
}

void writeParameter(JsonWriter& json, const Parameter& parameter, Dialect dialect)
{
    json.beginObject();
    if (!parameter.description.empty())
        json.member("description", parameter.description);
    json.member("in", parameter.in).member("name", parameter.name);
    if (parameter.in == "path")
        json.member("required", true);
    if (dialect == Dialect::V3)
        json.key("schema").beginObject();
    json.member("type", parameter.type).member("uniqueItems", true);
    if (dialect == Dialect::V3)
        json.endObject();
    json.endObject();
}

void writeParameters(JsonWriter& json, const Parameters& parameters, const Operation* operation, Dialect dialect)
{
    const bool body = dialect == Dialect::V2 && operation && !operation->body.mediaTypes.empty();
    if (parameters.empty() && !body)
        return;
    json.key("parameters").beginArray();
    if (body) {
        json.beginObject().member("in", "body").member("name", "body");
        if (operation->bodyRequired)
            json.member("required", true);
        writeSchema(json, operation->body.pointer);
        json.endObject();
    }
    for (const Parameter& parameter : parameters)
        writeParameter(json, parameter, dialect);
    json.endArray();
}

void writeAnswers(JsonWriter& json, const Operation& operation, Dialect dialect)
{
    json.key("responses").beginObject();
    for (const Answer& answer : operation.answers) {
        json.key(answer.code).beginObject();
        const bool hasContent = !answer.content.mediaTypes.empty();
        if (hasContent && dialect == Dialect::V3)
            writeContent(json, answer.content);
        json.member("description", answer.description);
        if (hasContent && dialect == Dialect::V2)
            writeSchema(json, answer.content.pointer);
        json.endObject();
    }
    json.endObject();
}

void writeOperation(JsonWriter& json, const Operation& operation, Dialect dialect)
{
    const bool v2 = dialect == Dialect::V2;
    json.beginObject();
    if (v2)
        json.texts("consumes",
            operation.body.mediaTypes.empty() ? std::vector<std::string_view>{"*/*"} : operation.body.mediaTypes);
    json.member("description", operation.description).member("operationId", operation.id);
    writeParameters(json, operation.parameters, &operation, dialect);
    if (v2)
        json.texts("produces", operation.answers.front().content.mediaTypes);
    if (!v2 && !operation.body.mediaTypes.empty()) {
        json.key("requestBody").beginObject();
        writeContent(json, operation.body);
        if (operation.bodyRequired)
            json.member("required", true);
        json.endObject();
    }
    writeAnswers(json, operation, dialect);
    if (v2)
        json.texts("schemes", https);
    json.texts("tags", std::array<std::string_view, 1>{operation.tag});
    if (!operation.action.empty()) {
        json.member("x-kubernetes-action", operation.action).key("x-kubernetes-group-version-kind");
        openapi::write(json, operation.gvk);
    }
    json.endObject();
}

} // namespace

void Paths::add(const std::string& path, std::string_view method, Operation operation)
{
    [[maybe_unused]] const bool isNew = m_paths[path].emplace(method, std::move(operation)).second;
    assert(isNew && "one operation for each path and method");
}

void Paths::write(JsonWriter& json, Dialect dialect) const
{
    json.beginObject();
    for (const auto& [path, asAdded] : m_paths) {
        auto operations = asAdded;
        std::vector<Parameters*> all;
        for (auto& [method, operation] : operations)
            all.push_back(&operation.parameters);
        const Parameters common = takenOut(all);

        json.key(path).beginObject();
        bool commonIsWritten = false;
        for (const auto& [method, operation] : operations) {
            if (!commonIsWritten && method > "parameters") {
                writeParameters(json, common, nullptr, dialect);
                commonIsWritten = true;
            }
            json.key(method);
            writeOperation(json, operation, dialect);
        }
        if (!commonIsWritten)
            writeParameters(json, common, nullptr, dialect);
        json.endObject();
    }
    json.endObject();
}

} // namespace kubarium::apiserver::openapi
