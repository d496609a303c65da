#include "conversion.h"

#include <cmath>

namespace kubarium::api {

namespace {

std::string_view goKindOf(const Value& value)
{
    switch (value.kind()) {
    case Value::Kind::Bool:
        return "bool";
    case Value::Kind::Int:
        return "int64";
    case Value::Kind::Double:
        return "float64";
    case Value::Kind::String:
        return "string";
    case Value::Kind::Array:
        return "slice";
    default:
        return "map";
    }
}

using Sentence = std::optional<std::string>;

Sentence cannotRestore(std::string_view what, const Value& from)
{
    return "cannot restore " + std::string(what) + " " + std::string(goKindOf(from));
}

// Go calls numbers convertible to text and to one another, so they are refused in other words than the rest.
Sentence scalarError(const Type& type, std::string_view goType, const Value& value)
{
    std::string_view kind;
    bool convertible = value.isNumber();
    bool fits = false;
    switch (type.storage) {
    case Storage::Bool:
        kind = "bool";
        fits = value.kind() == Value::Kind::Bool;
        convertible = false;
        break;
    case Storage::Int32:
    case Storage::Int64:
        kind = type.storage == Storage::Int32 ? "int32" : "int64";
        fits = value.kind() == Value::Kind::Int || (value.isNumber() && std::trunc(value.real()) == value.real());
        break;
    case Storage::Double:
        kind = "float64";
        fits = value.isNumber();
        break;
    case Storage::String:
        kind = "string";
        fits = value.isString();
        convertible = value.kind() == Value::Kind::Int;
        break;
    case Storage::Bytes:
        return value.isString() || value.isArray() ? Sentence() : cannotRestore("slice from", value);
    default:
        return std::nullopt;
    }
    if (fits)
        return std::nullopt;
    if (convertible)
        return "cannot convert " + std::string(goKindOf(value)) + " to " + std::string(goType);
    return "unrecognized type: " + std::string(kind);
}

Sentence elementError(const Type& type, std::string_view goType, const Value& value)
{
    if (value.isNull())
        return std::nullopt;
    if (type.storage == Storage::Struct)
        return conversionError(type, value);
    if (type.storage != Storage::StringList)
        return scalarError(type, goType, value);
    if (!value.isArray())
        return cannotRestore("slice from", value);
    for (const Value& item : value.array()) {
        if (Sentence sentence = elementError(*TypeOf<Text>::value, "string", item))
            return sentence;
    }
    return std::nullopt;
}

Sentence fieldError(const Field& field, const Value& value)
{
    if (value.isNull())
        return std::nullopt;
    std::string_view goType = field.goType;
    if (field.shape == Shape::One)
        return elementError(*field.type, goType, value);
    if (field.shape == Shape::Map) {
        if (!value.isObject())
            return cannotRestore("map from", value);
        goType.remove_prefix(goType.starts_with("map[string]") ? 11 : 0);
        for (const auto& [key, member] : value.object()) {
            if (Sentence sentence = elementError(*field.type, goType, member))
                return sentence;
        }
        return std::nullopt;
    }
    if (!value.isArray())
        return cannotRestore("slice from", value);
    goType.remove_prefix(goType.starts_with("[]") ? 2 : 0);
    for (const Value& item : value.array()) {
        if (Sentence sentence = elementError(*field.type, goType, item))
            return sentence;
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> conversionError(const Type& type, const Value& value)
{
    if (!value.isObject())
        return cannotRestore("struct from:", value);
    for (const Field& field : type.fields) {
        if (Sentence sentence = fieldError(field, value[field.name]))
            return sentence;
    }
    return std::nullopt;
}

} // namespace kubarium::api
