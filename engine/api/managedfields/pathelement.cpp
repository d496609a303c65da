#include "pathelement.h"

#include "../encode.h"
#include "../goformat.h"
#include "../tree.h"

namespace kubarium::api {

namespace {

std::strong_ordering compared(double a, double b)
{
    return a < b ? std::strong_ordering::less : b < a ? std::strong_ordering::greater : std::strong_ordering::equal;
}

int rank(const Value& value)
{
    switch (value.kind()) {
    case Value::Kind::Int:
    case Value::Kind::Double:
        return 0;
    case Value::Kind::String:
        return 1;
    case Value::Kind::Bool:
        return 2;
    case Value::Kind::Array:
        return 3;
    case Value::Kind::Object:
        return 4;
    case Value::Kind::Null:
        break;
    }
    return 5;
}

std::strong_ordering compared(const Value& a, const Value& b);

std::strong_ordering compared(const Value::Object& a, const Value::Object& b)
{
    const auto* left = a.begin();
    const auto* right = b.begin();
    for (; left != a.end() && right != b.end(); ++left, ++right) {
        if (const auto order = left->key <=> right->key; order != 0)
            return order;
        if (const auto order = compared(left->value, right->value); order != 0)
            return order;
    }
    return a.size() <=> b.size();
}

std::strong_ordering compared(const Value::Array& a, const Value::Array& b)
{
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
        if (const auto order = compared(a[i], b[i]); order != 0)
            return order;
    }
    return a.size() <=> b.size();
}

std::strong_ordering compared(const Value& a, const Value& b)
{
    if (rank(a) != rank(b))
        return rank(a) <=> rank(b);
    switch (a.kind()) {
    case Value::Kind::Int:
        return b.kind() == Value::Kind::Int ? a.integer() <=> b.integer() : compared(a.real(), b.real());
    case Value::Kind::Double:
        return compared(a.real(), b.real());
    case Value::Kind::String:
        return a.text() <=> b.text();
    case Value::Kind::Bool:
        return a.boolean() <=> b.boolean();
    case Value::Kind::Array:
        return compared(a.array(), b.array());
    case Value::Kind::Object:
        return compared(a.object(), b.object());
    case Value::Kind::Null:
        break;
    }
    return std::strong_ordering::equal;
}

std::string shownValue(const Value& value)
{
    return value.isString() ? goQuoted(value.text()) : toJson(value);
}

} // namespace

PathElement PathElement::field(std::string_view name)
{
    PathElement element(Kind::Field);
    element.m_name = Text(name);
    return element;
}

PathElement PathElement::key(Value::Object keys)
{
    PathElement element(Kind::Key);
    element.m_value = api::Value(std::move(keys));
    return element;
}

PathElement PathElement::value(api::Value value)
{
    PathElement element(Kind::Value);
    element.m_value = std::move(value);
    return element;
}

PathElement PathElement::index(std::int64_t index)
{
    PathElement element(Kind::Index);
    element.m_value = api::Value(index);
    return element;
}

std::optional<PathElement> PathElement::parse(std::string_view written)
{
    if (written.size() < 2 || written[1] != ':')
        return std::nullopt;
    const std::string_view rest = written.substr(2);
    if (written[0] == 'f')
        return field(rest);
    if (written[0] == 'i') {
        const std::optional<std::int64_t> number = goInteger(rest);
        return number ? std::optional(index(*number)) : std::nullopt;
    }
    if (written[0] != 'k' && written[0] != 'v')
        return std::nullopt;
    const ParsedJson json = parseJson(rest);
    if (json.error)
        return std::nullopt;
    api::Value read = toValue(json.document.root);
    if (written[0] == 'v')
        return value(std::move(read));
    return read.isObject() ? std::optional(key(read.object())) : std::nullopt;
}

std::string PathElement::written() const
{
    switch (m_kind) {
    case Kind::Field:
        return "f:" + m_name.str();
    case Kind::Key:
        return "k:" + toJson(m_value);
    case Kind::Value:
        return "v:" + toJson(m_value);
    case Kind::Index:
        break;
    }
    return "i:" + toJson(m_value);
}

std::string PathElement::shown() const
{
    switch (m_kind) {
    case Kind::Field:
        return "." + m_name.str();
    case Kind::Key: {
        std::string keys;
        for (const auto& [name, value] : m_value.object())
            keys += (keys.empty() ? "[" : ",") + name.str() + "=" + shownValue(value);
        return keys + "]";
    }
    case Kind::Value:
        return "[=" + shownValue(m_value) + "]";
    case Kind::Index:
        break;
    }
    return "[" + toJson(m_value) + "]";
}

std::strong_ordering operator<=>(const PathElement& a, const PathElement& b)
{
    if (a.m_kind != b.m_kind)
        return a.m_kind <=> b.m_kind;
    if (a.m_kind == PathElement::Kind::Field)
        return a.m_name <=> b.m_name;
    return compared(a.m_value, b.m_value);
}

std::string shown(const OwnedPath& path)
{
    std::string text;
    for (const PathElement& element : path)
        text += element.shown();
    return text;
}

} // namespace kubarium::api
