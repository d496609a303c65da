// Value: any JSON value. What the tables cannot know ahead of time is held like this: free-form fields
// (RawExtension, ControllerRevision.data), patches, custom resources, and whatever JSONPath walks over.
#pragma once

#include "shared.h"

namespace kubarium::api {

class Value;

template <> struct TypeOf<Value> {
    static const Type* const value;
};

class Value {
public:
    enum class Kind : std::uint8_t { Null, Bool, Int, Double, String, Array, Object };
    using Array = List<Value>;
    using Object = Map<Value>;

    constexpr Value() noexcept = default;

    Value(bool value) noexcept : m_kind(Kind::Bool) { m_bits.boolean = value; }

    Value(std::int64_t value) noexcept : m_kind(Kind::Int) { m_bits.integer = value; }

    Value(int value) noexcept : Value(static_cast<std::int64_t>(value)) { }

    Value(double value) noexcept : m_kind(Kind::Double) { m_bits.real = value; }

    Value(Text text) noexcept;

    Value(std::string_view text) : Value(Text(text)) { }

    Value(const char* text) : Value(Text(text)) { }

    Value(Array array) noexcept;
    Value(Object object) noexcept;
    Value(const Value& other) noexcept;

    Value(Value&& other) noexcept : m_kind(std::exchange(other.m_kind, Kind::Null)), m_bits(other.m_bits) { }

    Value& operator=(const Value& other) noexcept
    {
        Value copy(other);
        swap(copy);
        return *this;
    }

    Value& operator=(Value&& other) noexcept
    {
        swap(other);
        return *this;
    }

    ~Value() { release(); }

    Kind kind() const noexcept { return m_kind; }

    bool isNull() const noexcept { return m_kind == Kind::Null; }

    bool isNumber() const noexcept { return m_kind == Kind::Int || m_kind == Kind::Double; }

    bool isString() const noexcept { return m_kind == Kind::String; }

    bool isArray() const noexcept { return m_kind == Kind::Array; }

    bool isObject() const noexcept { return m_kind == Kind::Object; }

    // Each of these answers the empty value of its kind when the value is of another kind.
    bool boolean() const noexcept { return m_kind == Kind::Bool && m_bits.boolean; }

    std::int64_t integer() const noexcept; // of a Double: cut towards zero
    double real() const noexcept;
    const Text& text() const noexcept;
    const Array& array() const noexcept;
    const Object& object() const noexcept;
    // A member of an object; the null value if there is none.
    const Value& operator[](std::string_view key) const noexcept;

    // The array or object to change; a value of another kind becomes an empty one first.
    Array& editArray();
    Object& editObject();

    static constexpr std::size_t pointerOffset = 8; // of the block within a Value

    void swap(Value& other) noexcept
    {
        std::swap(m_kind, other.m_kind);
        std::swap(m_bits, other.m_bits);
    }

    // Numbers are equal by value: 1 and 1.0 are the same JSON number.
    friend bool operator==(const Value& a, const Value& b) noexcept;

private:
    void release() noexcept;

    template <class Handle> Handle& handle() noexcept { return *reinterpret_cast<Handle*>(&m_bits.pointer); }

    template <class Handle> const Handle& handle() const noexcept
    {
        return *reinterpret_cast<const Handle*>(&m_bits.pointer);
    }

    Kind m_kind = Kind::Null;

    union Bits {
        bool boolean;
        std::int64_t integer;
        double real;
        void* pointer = nullptr; // the block of a Text, Array or Object
    } m_bits;
};

} // namespace kubarium::api
