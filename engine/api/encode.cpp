#include "encode.h"

#include "base64.h"
#include "fielderror.h"
#include "goformat.h"
#include "members.h"
#include "utf8.h"

#include <charconv>

namespace kubarium::api {

namespace {

template <class Number> void appendNumber(std::string& out, Number number)
{
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number);
    out.append(digits, end.ptr);
}

bool isZero(const Field& field, const void* member) noexcept
{
    if (field.shape == Shape::Map)
        return as<Map<Text>>(member).empty();
    if (field.shape == Shape::List)
        return as<List<Text>>(member).empty();
    switch (field.type->storage) {
    case Storage::Bool:
        return !as<bool>(member);
    case Storage::Int32:
        return as<std::int32_t>(member) == 0;
    case Storage::Int64:
        return as<std::int64_t>(member) == 0;
    case Storage::Double:
        return as<double>(member) == 0.0;
    case Storage::String:
    case Storage::Bytes:
        return as<Text>(member).empty();
    case Storage::Any:
        return as<Value>(member).isNull();
    default: // Go cannot leave out a struct value; times (then null), quantities and ports are such
        return false;
    }
}

class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : m_out(out) { }

    void value(const Type& type, const void* value)
    {
        switch (type.storage) {
        case Storage::Bool:
            m_out += as<bool>(value) ? "true" : "false";
            break;
        case Storage::Int32:
            appendNumber(m_out, as<std::int32_t>(value));
            break;
        case Storage::Int64:
            appendNumber(m_out, as<std::int64_t>(value));
            break;
        case Storage::Double:
            m_out += goJsonNumber(as<double>(value));
            break;
        case Storage::String:
            appendJsonString(m_out, as<Text>(value));
            break;
        case Storage::Bytes:
            m_out += '"';
            appendBase64(m_out, as<Text>(value));
            m_out += '"';
            break;
        case Storage::Time:
        case Storage::MicroTime:
            if (const Time time = as<Time>(value); time.isZero())
                m_out += "null";
            else
                m_out += '"' + (type.storage == Storage::Time ? time.text() : time.microText()) + '"';
            break;
        case Storage::Quantity:
            m_out += '"' + as<Quantity>(value).text() + '"';
            break;
        case Storage::IntOrString:
            if (const auto& both = as<IntOrString>(value); both.isString())
                appendJsonString(m_out, both.text());
            else
                appendNumber(m_out, both.number());
            break;
        case Storage::Any:
            appendJson(m_out, as<Value>(value));
            break;
        case Storage::StringList:
            stringList(as<List<Text>>(value));
            break;
        case Storage::Struct:
            structure(type, value);
            break;
        }
    }

private:
    void stringList(const List<Text>& list)
    {
        m_out += '[';
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (i > 0)
                m_out += ',';
            appendJsonString(m_out, list[i]);
        }
        m_out += ']';
    }

    void structure(const Type& type, const void* object)
    {
        m_out += '{';
        bool first = true;
        if (!type.kind.empty()) {
            m_out += "\"kind\":\"";
            m_out += type.kind;
            m_out += "\",\"apiVersion\":\"";
            m_out += type.apiVersion;
            m_out += '"';
            first = false;
        }
        for (const Field& field : type.fields) {
            if (isOmitted(field, object))
                continue;
            if (!first)
                m_out += ',';
            first = false;
            m_out += '"';
            m_out += field.name; // no name of the API needs an escape
            m_out += "\":";
            member(field, memberOf(object, field));
        }
        m_out += '}';
    }

    void member(const Field& field, const void* place)
    {
        if (field.shape != Shape::One) {
            elements(field, place);
            return;
        }
        const void* target =
            field.boxed || field.isPointer() ? pointee(field, place) : place; // an Optional begins with its value
        if (!target && field.isPointer())
            m_out += "null";
        else
            value(*field.type, target ? target : detail::emptyValueOf(*field.type));
    }

    void elements(const Field& field, const void* place)
    {
        const Elements all = elementsOf(field, place);
        if (all.count == 0) {
            m_out += "null"; // Go's nil slice or map, where it is not left out
            return;
        }
        const bool keyed = field.shape == Shape::Map;
        m_out += keyed ? '{' : '[';
        const std::byte* element = all.data;
        for (std::size_t i = 0; i < all.count; ++i, element += all.stride) {
            if (i > 0)
                m_out += ',';
            if (keyed) {
                appendJsonString(m_out, as<Text>(element));
                m_out += ':';
            }
            value(*field.type, keyed ? element + sizeof(Text) : element);
        }
        m_out += keyed ? '}' : ']';
    }

    std::string& m_out;
};

void appendPretty(std::string& out, const Value& value, std::string_view indent, std::size_t depth)
{
    const auto newLine = [&](std::size_t levels) {
        out += '\n';
        for (std::size_t i = 0; i < levels; ++i)
            out += indent;
    };
    const bool object = value.isObject();
    if ((!object && !value.isArray()) || (object ? value.object().empty() : value.array().empty())) {
        appendJson(out, value);
        return;
    }
    out += object ? '{' : '[';
    bool first = true;
    const auto separate = [&] {
        if (!first)
            out += ',';
        first = false;
        newLine(depth + 1);
    };
    for (const auto& [key, item] : value.object()) {
        separate();
        appendJsonString(out, key);
        out += ": ";
        appendPretty(out, item, indent, depth + 1);
    }
    for (const Value& item : value.array()) {
        separate();
        appendPretty(out, item, indent, depth + 1);
    }
    newLine(depth);
    out += object ? '}' : ']';
}

Value scalarValue(const Type& type, const void* value)
{
    switch (type.storage) {
    case Storage::Bool:
        return as<bool>(value);
    case Storage::Int32:
        return static_cast<std::int64_t>(as<std::int32_t>(value));
    case Storage::Int64:
        return as<std::int64_t>(value);
    case Storage::Double:
        return as<double>(value);
    case Storage::String:
        return as<Text>(value);
    case Storage::Bytes: {
        std::string encoded;
        appendBase64(encoded, as<Text>(value));
        return Text(encoded);
    }
    case Storage::Time:
    case Storage::MicroTime: {
        const Time time = as<Time>(value);
        return time.isZero() ? Value() : Value(Text(type.storage == Storage::Time ? time.text() : time.microText()));
    }
    case Storage::Quantity:
        return Text(as<Quantity>(value).text());
    case Storage::IntOrString: {
        const auto& both = as<IntOrString>(value);
        return both.isString() ? Value(both.text()) : Value(static_cast<std::int64_t>(both.number()));
    }
    case Storage::Any:
        return as<Value>(value);
    case Storage::StringList: {
        Value::Array list;
        for (const Text& text : as<List<Text>>(value))
            list.push_back(text);
        return list;
    }
    case Storage::Struct:
        break;
    }
    return {};
}

Value memberValue(const Field& field, const void* place)
{
    if (field.shape == Shape::One) {
        const void* const target = field.boxed || field.isPointer() ? pointee(field, place) : place;
        if (!target && field.isPointer())
            return {};
        return toValue(*field.type, target ? target : detail::emptyValueOf(*field.type));
    }
    const Elements all = elementsOf(field, place);
    if (all.count == 0)
        return {};
    const std::byte* element = all.data;
    if (field.shape == Shape::List) {
        Value::Array list;
        list.resize(all.count);
        const std::span<Value> items = list.edit();
        for (std::size_t i = 0; i < all.count; ++i, element += all.stride)
            items[i] = toValue(*field.type, element);
        return list;
    }
    Value::Object object;
    for (std::size_t i = 0; i < all.count; ++i, element += all.stride)
        object.set(as<Text>(element), toValue(*field.type, element + sizeof(Text)));
    return object;
}

} // namespace

bool isOmitted(const Field& field, const void* object) noexcept
{
    const void* const member = memberOf(object, field);
    switch (field.presence) {
    case Presence::Always:
    case Presence::Nullable:
        return false;
    case Presence::Pointer:
        return pointee(field, member) == nullptr;
    case Presence::OmitEmpty:
        break;
    }
    return isZero(field, member);
}

void appendJsonString(std::string& out, std::string_view text)
{
    static constexpr char hex[] = "0123456789abcdef";
    out += '"';
    std::size_t start = 0;
    std::size_t i = 0;
    const auto flush = [&](std::string_view escape, std::size_t length) {
        out.append(text, start, i - start);
        out += escape;
        i += length;
        start = i;
    };
    while (i < text.size()) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&') {
            ++i;
            continue;
        }
        if (c >= 0x80) {
            const std::size_t length = utf8Length(text, i);
            if (length == 0)
                flush("\\ufffd", 1);
            else if (length == 3 && (text.substr(i, 3) == "\u2028" || text.substr(i, 3) == "\u2029"))
                flush(text[i + 2] == '\xa8' ? "\\u2028" : "\\u2029", 3);
            else
                i += length;
            continue;
        }
        switch (c) {
        case '"':
            flush("\\\"", 1);
            break;
        case '\\':
            flush("\\\\", 1);
            break;
        case '\n':
            flush("\\n", 1);
            break;
        case '\r':
            flush("\\r", 1);
            break;
        case '\t':
            flush("\\t", 1);
            break;
        case '\b':
            flush("\\b", 1);
            break;
        case '\f':
            flush("\\f", 1);
            break;
        default: {
            const char escape[] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15], 0};
            flush(escape, 1);
        }
        }
    }
    out.append(text, start, text.size() - start);
    out += '"';
}

void appendJson(std::string& out, const Type& type, const void* value)
{
    JsonWriter(out).value(type, value);
}

void appendJson(std::string& out, const Value& value)
{
    switch (value.kind()) {
    case Value::Kind::Null:
        out += "null";
        break;
    case Value::Kind::Bool:
        out += value.boolean() ? "true" : "false";
        break;
    case Value::Kind::Int:
        appendNumber(out, value.integer());
        break;
    case Value::Kind::Double:
        out += goJsonNumber(value.real());
        break;
    case Value::Kind::String:
        appendJsonString(out, value.text());
        break;
    case Value::Kind::Array: {
        out += '[';
        bool first = true;
        for (const Value& item : value.array()) {
            if (!first)
                out += ',';
            first = false;
            appendJson(out, item);
        }
        out += ']';
        break;
    }
    case Value::Kind::Object: {
        out += '{';
        bool first = true;
        for (const auto& [key, item] : value.object()) {
            if (!first)
                out += ',';
            first = false;
            appendJsonString(out, key);
            out += ':';
            appendJson(out, item);
        }
        out += '}';
        break;
    }
    }
}

std::string toJson(const Type& type, const void* value)
{
    std::string out;
    appendJson(out, type, value);
    return out;
}

std::string toJson(const Value& value)
{
    std::string out;
    appendJson(out, value);
    return out;
}

std::string toPrettyJson(const Value& value, std::string_view indent)
{
    std::string out;
    appendPretty(out, value, indent, 0);
    out += '\n';
    return out;
}

std::string shownAs(const Type& type, const void* value)
{
    return toJson(type, value);
}

Value toValue(const Type& type, const void* value)
{
    if (type.storage != Storage::Struct)
        return scalarValue(type, value);
    Value::Object object;
    if (!type.kind.empty()) {
        object.set("apiVersion", Text(type.apiVersion));
        object.set("kind", Text(type.kind));
    }
    for (const std::uint16_t index : type.fieldsByName) { // sorted, so that the map grows at its end
        const Field& field = type.fields[index];
        if (!isOmitted(field, value))
            object.set(field.name, memberValue(field, memberOf(value, field)));
    }
    return object;
}

} // namespace kubarium::api
