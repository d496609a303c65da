#include "ownership.h"

#include "../tree.h"

namespace kubarium::api {

namespace {

// What a key is taken for that an element does not have: its default, or Go's zero if the field is always written.
std::optional<Value> keyDefault(const Type& element, std::string_view name)
{
    const Field* const field = element.field(name);
    if (!field)
        return std::nullopt;
    if (!field->defaultValue.empty())
        return toValue(parseJson(field->defaultValue).document.root);
    if (field->presence != Presence::Always || field->shape != Shape::One)
        return std::nullopt;
    switch (field->type->storage) {
    case Storage::String:
        return Value("");
    case Storage::Int32:
    case Storage::Int64:
        return Value(0);
    case Storage::Bool:
        return Value(false);
    default:
        return std::nullopt;
    }
}

} // namespace

Ownership Ownership::of(const Type& type)
{
    Ownership object = ofType(type, nullptr);
    object.m_object = type.isObject;
    return object;
}

Ownership Ownership::untyped(bool atomic)
{
    Ownership any;
    any.m_atomic = atomic;
    return any;
}

Ownership Ownership::ofType(const Type& type, const Field* field)
{
    Ownership owned;
    owned.m_type = &type;
    switch (type.storage) {
    case Storage::Struct:
        owned.m_shape = Shape::Struct;
        owned.m_atomic = field ? field->isAtomicMap() : type.mapKind == MapKind::Atomic;
        owned.m_object = type.isObject;
        break;
    case Storage::Any:
        return untyped(false);
    case Storage::StringList:
        owned.m_shape = Shape::List;
        owned.m_type = TypeOf<Text>::value;
        break;
    default:
        owned.m_shape = Shape::Scalar;
    }
    return owned;
}

Ownership Ownership::ofField(const Field& field)
{
    if (field.shape == api::Shape::One)
        return ofType(*field.type, &field);
    Ownership owned;
    owned.m_type = field.type;
    owned.m_field = &field;
    if (field.shape == api::Shape::Map) {
        owned.m_shape = Shape::Map;
        owned.m_atomic = field.isAtomicMap();
        return owned;
    }
    switch (field.listKind) {
    case ListKind::Set:
        owned.m_shape = Shape::Set;
        break;
    case ListKind::Map:
        owned.m_shape = Shape::Keyed;
        break;
    case ListKind::Atomic:
        owned.m_shape = Shape::List;
        break;
    }
    return owned;
}

Ownership Ownership::forValue(const Value& value) const
{
    if (m_shape != Shape::Untyped)
        return *this;
    Ownership owned = *this;
    if (value.isObject())
        owned.m_shape = Shape::Map;
    else if (value.isArray())
        owned.m_shape = Shape::List;
    else
        owned.m_shape = Shape::Scalar;
    return owned;
}

bool Ownership::declares(std::string_view member) const
{
    if (m_shape != Shape::Struct)
        return false;
    return m_type->field(member) || (m_object && (member == "apiVersion" || member == "kind"));
}

Ownership Ownership::member(std::string_view name) const
{
    if (m_shape == Shape::Struct) {
        if (const Field* const field = m_type->field(name))
            return ofField(*field);
        return declares(name) ? ofType(*TypeOf<Text>::value, nullptr) : untyped(false);
    }
    return m_type ? ofType(*m_type, nullptr) : untyped(m_atomic);
}

Ownership Ownership::element() const
{
    return m_type ? ofType(*m_type, nullptr) : untyped(true);
}

Parsed<PathElement> Ownership::elementPath(const Value& element, std::size_t index) const
{
    if (m_shape == Shape::Set) {
        if (element.isObject())
            return Refusal{"associative list without keys has an element that's a map type"};
        if (element.isArray())
            return Refusal{"not supported: associative list with lists as elements"};
        if (element.isNull())
            return Refusal{"associative list without keys has an element that's an explicit null"};
        return PathElement::value(element);
    }
    if (m_shape != Shape::Keyed)
        return PathElement::index(static_cast<std::int64_t>(index));
    if (element.isNull())
        return Refusal{"associative list with keys may not have a null element"};
    if (!element.isObject())
        return Refusal{"associative list with keys may not have non-map elements"};
    Value::Object keys;
    for (const std::string_view name : m_field->listKeys) {
        if (const Value* const value = element.object().find(name)) {
            keys.set(name, *value);
        } else if (std::optional<Value> otherwise = keyDefault(*m_type, name)) {
            keys.set(name, std::move(*otherwise));
        } else {
            return Refusal{"associative list with keys has an element that omits key field \"" + std::string(name)
                + "\" (and doesn't have default value)"};
        }
    }
    return PathElement::key(std::move(keys));
}

} // namespace kubarium::api
