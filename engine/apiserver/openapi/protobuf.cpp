#include "protobuf.h"

#include "api/encode.h"

#include <span>

namespace kubarium::apiserver::openapi {

namespace {

// How a member of a JSON object stands in its message.
enum class Form : std::uint8_t {
    Text,
    Bool,
    Texts, // repeated string
    Message,
    Messages, // repeated
    Wrapped, // a message whose field 1 is the message: a choice of which we have one
    Values, // repeated Any
    TextList, // a message whose field 1 is repeated string, of which we have one
    Parameter, // repeated, and one of three messages
};

struct Message;

struct Member {
    std::string_view name;
    std::uint32_t number;
    Form form;
    const Message* message = nullptr;
};

struct Message {
    std::span<const Member> members;
    std::uint32_t extensions = 0; // the field of members that begin with x-; 0: none
    std::uint32_t named = 0; // the field of members by name, of a message that is a map
    const Message* value = nullptr; // of that map
    std::uint32_t wrap = 0; // each value of the map stands in this field of a message of its own
};

extern const Message schema;
constexpr Message properties = {{}, 0, 1, &schema};
constexpr Member schemaMembers[] = {
    {"$ref", 1, Form::Text},
    {"format", 2, Form::Text},
    {"description", 4, Form::Text},
    {"required", 19, Form::Texts},
    {"enum", 20, Form::Values},
    {"additionalProperties", 21, Form::Wrapped, &schema},
    {"type", 22, Form::TextList},
    {"items", 23, Form::Wrapped, &schema},
    {"properties", 25, Form::Message, &properties},
};
constexpr Message schema = {schemaMembers, 31};

constexpr Member infoMembers[] = {{"title", 1, Form::Text}, {"version", 2, Form::Text}};
constexpr Message info = {infoMembers, 7};

constexpr Member bodyMembers[] = {{"description", 1, Form::Text}, {"name", 2, Form::Text}, {"in", 3, Form::Text},
    {"required", 4, Form::Bool}, {"schema", 5, Form::Message, &schema}};
constexpr Message body = {bodyMembers, 6};
constexpr Member queryMembers[] = {{"required", 1, Form::Bool}, {"in", 2, Form::Text}, {"description", 3, Form::Text},
    {"name", 4, Form::Text}, {"type", 6, Form::Text}, {"uniqueItems", 20, Form::Bool}};
constexpr Message query = {queryMembers, 23};
constexpr Member pathMembers[] = {{"required", 1, Form::Bool}, {"in", 2, Form::Text}, {"description", 3, Form::Text},
    {"name", 4, Form::Text}, {"type", 5, Form::Text}, {"uniqueItems", 19, Form::Bool}};
constexpr Message path = {pathMembers, 22};

constexpr Member responseMembers[] = {{"description", 1, Form::Text}, {"schema", 2, Form::Wrapped, &schema}};
constexpr Message response = {responseMembers, 5};
constexpr Message responses = {{}, 2, 1, &response, 1};

constexpr Member operationMembers[] = {{"tags", 1, Form::Texts}, {"description", 3, Form::Text},
    {"operationId", 5, Form::Text}, {"produces", 6, Form::Texts}, {"consumes", 7, Form::Texts},
    {"parameters", 8, Form::Parameter}, {"responses", 9, Form::Message, &responses}, {"schemes", 10, Form::Texts}};
constexpr Message operation = {operationMembers, 13};
constexpr Member pathItemMembers[] = {{"get", 2, Form::Message, &operation}, {"put", 3, Form::Message, &operation},
    {"post", 4, Form::Message, &operation}, {"delete", 5, Form::Message, &operation},
    {"patch", 8, Form::Message, &operation}, {"parameters", 9, Form::Parameter}};
constexpr Message pathItem = {pathItemMembers, 10};
constexpr Message paths = {{}, 1, 2, &pathItem};

constexpr Member apiKeyMembers[] = {
    {"type", 1, Form::Text}, {"name", 2, Form::Text}, {"in", 3, Form::Text}, {"description", 4, Form::Text}};
constexpr Message apiKey = {apiKeyMembers, 5};
constexpr Message securityDefinitions = {{}, 0, 1, &apiKey, 2};
constexpr Message scopes = {};
constexpr Message securityRequirement = {{}, 0, 1, &scopes};

constexpr Member documentMembers[] = {{"swagger", 1, Form::Text}, {"info", 2, Form::Message, &info},
    {"paths", 8, Form::Message, &paths}, {"definitions", 9, Form::Message, &properties},
    {"security", 12, Form::Messages, &securityRequirement},
    {"securityDefinitions", 13, Form::Message, &securityDefinitions}};
constexpr Message document = {documentMembers, 16};

void appendNumber(std::string& out, std::uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        out += static_cast<char>(number | 0x80);
    out += static_cast<char>(number);
}

void appendBytes(std::string& out, std::uint32_t field, std::string_view bytes)
{
    constexpr std::uint32_t lengthDelimited = 2;
    appendNumber(out, field << 3 | lengthDelimited);
    appendNumber(out, bytes.size());
    out += bytes;
}

// Values of any kind are written as YAML, of which JSON is a part.
std::string any(const api::Value& value)
{
    std::string out;
    appendBytes(out, 2, api::toJson(value));
    return out;
}

std::string named(std::string_view name, std::string_view value)
{
    std::string out;
    appendBytes(out, 1, name);
    appendBytes(out, 2, value);
    return out;
}

std::string inField(std::uint32_t field, std::string_view bytes)
{
    std::string out;
    appendBytes(out, field, bytes);
    return out;
}

std::string written(const Message& message, const api::Value& value);

// A parameter is of the body, the query or the path, two or three messages deep.
std::string writtenParameter(const api::Value& value)
{
    if (value["in"].text() == "body")
        return inField(1, inField(1, written(body, value)));
    const bool inPath = value["in"].text() == "path";
    return inField(1, inField(2, inPath ? inField(4, written(path, value)) : inField(3, written(query, value))));
}

void append(std::string& out, const Member& member, const api::Value& value)
{
    switch (member.form) {
    case Form::Text:
        appendBytes(out, member.number, value.text());
        break;
    case Form::Bool:
        if (value.boolean()) {
            appendNumber(out, member.number << 3);
            appendNumber(out, 1);
        }
        break;
    case Form::Texts:
        for (const api::Value& text : value.array())
            appendBytes(out, member.number, text.text());
        break;
    case Form::Message:
        appendBytes(out, member.number, written(*member.message, value));
        break;
    case Form::Messages:
        for (const api::Value& each : value.array())
            appendBytes(out, member.number, written(*member.message, each));
        break;
    case Form::Wrapped:
        appendBytes(out, member.number, inField(1, written(*member.message, value)));
        break;
    case Form::Values:
        for (const api::Value& each : value.array())
            appendBytes(out, member.number, any(each));
        break;
    case Form::TextList:
        appendBytes(out, member.number, inField(1, value.text()));
        break;
    case Form::Parameter:
        for (const api::Value& each : value.array())
            appendBytes(out, member.number, writtenParameter(each));
        break;
    }
}

std::string written(const Message& message, const api::Value& value)
{
    std::string out;
    for (const Member& member : message.members) {
        if (const api::Value& there = value[member.name]; !there.isNull())
            append(out, member, there);
    }
    for (const auto& [name, each] : value.object()) {
        if (message.named != 0) {
            std::string text = written(*message.value, each);
            appendBytes(out, message.named, named(name, message.wrap == 0 ? text : inField(message.wrap, text)));
        } else if (message.extensions != 0 && name.view().starts_with("x-")) {
            appendBytes(out, message.extensions, named(name, any(each)));
        }
    }
    return out;
}

} // namespace

std::string toProtobuf(const api::Value& swagger)
{
    return written(document, swagger);
}

} // namespace kubarium::apiserver::openapi
