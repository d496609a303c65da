// How a place of an object is owned: as one, member by member, or element by element.
#pragma once

#include "../parsed.h"
#include "../schema.h"
#include "pathelement.h"

namespace kubarium::api {

class Ownership {
public:
    enum class Shape : std::uint8_t {
        Scalar,
        Struct, // members that the type table knows
        Map, // members of any name
        Set, // a list of scalars, each its own key
        Keyed, // a list of structs with keys
        List, // a list with one owner
        Untyped, // what the value is says how it is owned: maps by member, lists as one
    };

    static Ownership of(const Type& type); // of an object

    Shape shape() const { return m_shape; }

    bool atomic() const { return m_atomic; } // a struct or map with one owner; a list has a shape of its own

    bool isMap() const { return m_shape == Shape::Struct || m_shape == Shape::Map; }

    bool isList() const { return m_shape == Shape::Set || m_shape == Shape::Keyed || m_shape == Shape::List; }

    Storage scalar() const { return m_type ? m_type->storage : Storage::Any; }

    // What a value is taken for where anything goes.
    Ownership forValue(const Value& value) const;

    bool declares(std::string_view member) const; // a struct has it in its table
    // Of a member of a map, an element of a list. An undeclared member of a struct is untyped.
    Ownership member(std::string_view name) const;
    Ownership element() const;

    // The step to an element of a list; the refusal says why it has none.
    Parsed<PathElement> elementPath(const Value& element, std::size_t index) const;

private:
    static Ownership ofField(const Field& field);
    static Ownership ofType(const Type& type, const Field* field);
    static Ownership untyped(bool atomic);

    Shape m_shape = Shape::Untyped;
    bool m_atomic = false;
    bool m_object = false; // apiVersion and kind are members that no table lists
    const Type* m_type = nullptr; // of a struct, a scalar, or the elements of a list or map
    const Field* m_field = nullptr; // of a list or map
};

} // namespace kubarium::api
