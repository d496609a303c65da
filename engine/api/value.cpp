#include "value.h"

#include "schema.h"

#include <new>

namespace kubarium::api {

const Type* const TypeOf<Value>::value = &scalarTypes[static_cast<std::size_t>(Storage::Any)];

Value::Value(Text text) noexcept : m_kind(Kind::String)
{
    new (&m_bits.pointer) Text(std::move(text));
}

Value::Value(Array array) noexcept : m_kind(Kind::Array)
{
    new (&m_bits.pointer) Array(std::move(array));
}

Value::Value(Object object) noexcept : m_kind(Kind::Object)
{
    new (&m_bits.pointer) Object(std::move(object));
}

Value::Value(const Value& other) noexcept : m_kind(other.m_kind)
{
    switch (m_kind) {
    case Kind::String:
        new (&m_bits.pointer) Text(other.handle<Text>());
        break;
    case Kind::Array:
        new (&m_bits.pointer) Array(other.handle<Array>());
        break;
    case Kind::Object:
        new (&m_bits.pointer) Object(other.handle<Object>());
        break;
    default:
        m_bits = other.m_bits;
    }
}

void Value::release() noexcept
{
    switch (m_kind) {
    case Kind::String:
        handle<Text>().~Text();
        break;
    case Kind::Array:
        handle<Array>().~Array();
        break;
    case Kind::Object:
        handle<Object>().~Object();
        break;
    default:
        break;
    }
}

std::int64_t Value::integer() const noexcept
{
    if (m_kind == Kind::Int)
        return m_bits.integer;
    if (m_kind != Kind::Double)
        return 0;
    constexpr double beyond = 9223372036854775808.0; // the first double that is no int64
    if (m_bits.real >= beyond)
        return INT64_MAX;
    return m_bits.real >= -beyond ? static_cast<std::int64_t>(m_bits.real) : INT64_MIN;
}

double Value::real() const noexcept
{
    return m_kind == Kind::Int ? static_cast<double>(m_bits.integer) : m_kind == Kind::Double ? m_bits.real : 0.0;
}

const Text& Value::text() const noexcept
{
    static const Text none;
    return m_kind == Kind::String ? handle<Text>() : none;
}

const Value::Array& Value::array() const noexcept
{
    static const Array none;
    return m_kind == Kind::Array ? handle<Array>() : none;
}

const Value::Object& Value::object() const noexcept
{
    static const Object none;
    return m_kind == Kind::Object ? handle<Object>() : none;
}

const Value& Value::operator[](std::string_view key) const noexcept
{
    static const Value null = Value();
    const Value* const member = object().find(key);
    return member ? *member : null;
}

Value::Array& Value::editArray()
{
    if (m_kind != Kind::Array)
        *this = Value(Array());
    return handle<Array>();
}

Value::Object& Value::editObject()
{
    if (m_kind != Kind::Object)
        *this = Value(Object());
    return handle<Object>();
}

bool operator==(const Value& a, const Value& b) noexcept
{
    if (a.isNumber() && b.isNumber()) {
        if (a.m_kind == Value::Kind::Int && b.m_kind == Value::Kind::Int)
            return a.m_bits.integer == b.m_bits.integer;
        return a.real() == b.real();
    }
    if (a.m_kind != b.m_kind)
        return false;
    switch (a.m_kind) {
    case Value::Kind::Bool:
        return a.m_bits.boolean == b.m_bits.boolean;
    case Value::Kind::String:
        return a.text() == b.text();
    case Value::Kind::Array:
        return a.array() == b.array();
    case Value::Kind::Object:
        return a.object() == b.object();
    default:
        return true;
    }
}

} // namespace kubarium::api
