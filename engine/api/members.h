// The members of a struct, seen through its table and without their C++ type.
#pragma once

#include "schema.h"

#include "api/types/meta.h"

namespace kubarium::api {

template <class T> const T& as(const void* value) noexcept
{
    return *static_cast<const T*>(value);
}

inline const void* memberOf(const void* object, const Field& field) noexcept
{
    return static_cast<const std::byte*>(object) + field.offset;
}

// The value a pointer field points to, or null.
inline const void* pointee(const Field& field, const void* member) noexcept
{
    if (field.boxed) {
        const auto& block = as<Box<ObjectMeta>>(member); // any box: only its presence and place are looked at
        return block ? &*block : nullptr;
    }
    switch (field.type->storage) {
    case Storage::Bool:
        return as<Optional<bool>>(member) ? member : nullptr;
    case Storage::Int32:
        return as<Optional<std::int32_t>>(member) ? member : nullptr;
    case Storage::Int64:
        return as<Optional<std::int64_t>>(member) ? member : nullptr;
    case Storage::Double:
        return as<Optional<double>>(member) ? member : nullptr;
    case Storage::Quantity:
        return as<Optional<Quantity>>(member) ? member : nullptr;
    case Storage::IntOrString:
        return as<Optional<IntOrString>>(member) ? member : nullptr;
    case Storage::String:
    case Storage::Bytes:
        return as<Text>(member) ? member : nullptr;
    case Storage::Time:
    case Storage::MicroTime:
        return as<Time>(member) ? member : nullptr;
    case Storage::Any:
        return as<Value>(member).isNull() ? nullptr : member;
    default:
        return member;
    }
}

// The elements of a list or map, seen without their C++ type.
struct Elements {
    const std::byte* data = nullptr;
    std::size_t count = 0;
    std::size_t stride = 0;
};

inline Elements elementsOf(const Field& field, const void* member) noexcept
{
    if (field.shape == Shape::Map) {
        const auto& map = as<Map<Text>>(member);
        return {reinterpret_cast<const std::byte*>(map.begin()), map.size(),
            sizeof(Text) + ((field.type->size + 7U) & ~std::size_t{7})};
    }
    const auto& list = as<List<Text>>(member);
    return {reinterpret_cast<const std::byte*>(list.begin()), list.size(), field.type->size};
}

} // namespace kubarium::api
