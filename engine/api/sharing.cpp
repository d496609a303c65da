#include "sharing.h"

#include "members.h"

namespace kubarium::api {

namespace {

// Any list or box, and any map: they are one pointer each, and their blocks know the type of an element themselves.
using Handle = List<Text>;
using KeyedHandle = Map<Text>;

void share(const Type& type, void* object, const void* like);

Handle& handleAt(void* place)
{
    return *static_cast<Handle*>(place);
}

// What somebody else holds, too, is one memory already: with an older version of the same object, most often.
bool isShared(const void* place)
{
    const auto* const block = *static_cast<const detail::Block* const*>(place);
    return block && block->refs.load(std::memory_order_relaxed) > 1;
}

void shareMap(KeyedHandle& map, const KeyedHandle& like)
{
    if (map == like)
        map = like;
}

// A list or box whose content differs somewhere: its parts may be equal still.
void shareBelow(const Field& field, void* place, const void* like)
{
    if (field.type->storage != Storage::Struct)
        return;
    if (field.shape == Shape::One) {
        auto& box = *static_cast<Box<ObjectMeta>*>(place);
        const auto& other = as<Box<ObjectMeta>>(like);
        if (box && other)
            share(*field.type, &box.edit(), &*other);
        return;
    }
    const Elements theirs = elementsOf(field, like);
    if (theirs.count == 0 || theirs.count != elementsOf(field, place).count)
        return;
    handleAt(place).edit(); // a block of its own
    const Elements own = elementsOf(field, place);
    for (std::size_t i = 0; i < own.count; ++i)
        share(*field.type, const_cast<std::byte*>(own.data) + i * own.stride, theirs.data + i * theirs.stride);
}

void share(const Type& type, void* object, const void* like)
{
    for (const Field& field : type.fields) {
        void* const place = static_cast<std::byte*>(object) + field.offset;
        const void* const other = memberOf(like, field);
        if (field.inlineStruct()) {
            share(*field.type, place, other);
        } else if (field.shape != Shape::One || field.boxed) {
            if (isShared(place) || handleAt(place).sameStorage(as<Handle>(other)))
                continue;
            if (field.shape == Shape::Map)
                shareMap(*static_cast<KeyedHandle*>(place), as<KeyedHandle>(other));
            else if (as<Handle>(place) == as<Handle>(other))
                handleAt(place) = as<Handle>(other);
            else
                shareBelow(field, place, other);
        } else if (field.type->storage == Storage::String) {
            auto& text = *static_cast<Text*>(place);
            const Text& theirs = as<Text>(other);
            if (text.has_value() == theirs.has_value() && text == theirs)
                text = theirs;
        }
    }
}

} // namespace

void shareEqualParts(ObjectPtr& object, const ObjectPtr& like)
{
    if (&object.type() == &like.type() && !object.sameStorage(like))
        share(object.type(), object.edit(), like.data());
}

} // namespace kubarium::api
