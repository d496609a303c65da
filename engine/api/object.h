// Any object of the API, whatever its kind: a counted block that begins with ObjectMeta.
//
// Objects are immutable once they are stored. A writer takes a copy (which only counts), edits the copy, which then
// gets memory of its own along the changed path, and offers it back.
#pragma once

#include "schema.h"

#include "api/types/meta.h"

namespace kubarium::api {

class ObjectPtr : public detail::Handle<detail::Layout::Plain> {
public:
    constexpr ObjectPtr() noexcept = default;

    template <class T> ObjectPtr(const Box<T>& box) noexcept : Handle(box.block())
    {
        static_assert(offsetof(T, metadata) == 0);
        detail::retainBlock(m_block);
    }

    static ObjectPtr make(const Type& type)
    {
        assert(type.isObject);
        return ObjectPtr(detail::newBlock(type, detail::Layout::Plain, 1));
    }

    explicit operator bool() const noexcept { return m_block != nullptr; }

    const Type& type() const noexcept { return *m_block->type; }

    const void* data() const noexcept { return m_block->data(); }

    const ObjectMeta& meta() const noexcept { return *static_cast<const ObjectMeta*>(data()); }

    // Null if the object is of another kind.
    template <class T> const T* as() const noexcept
    {
        return m_block && m_block->type == TypeOf<T>::value ? static_cast<const T*>(data()) : nullptr;
    }

    template <class T> Box<T> box() const noexcept
    {
        if (!as<T>())
            return {};
        detail::retainBlock(m_block);
        return Box<T>::fromBlock(m_block);
    }

    // The object to change; copied first if anybody else holds it.
    void* edit()
    {
        m_block = detail::ownBlock(m_block, detail::Layout::Plain);
        return m_block->data();
    }

    ObjectMeta& editMeta() { return *static_cast<ObjectMeta*>(edit()); }

    template <class T> T& editAs()
    {
        assert(as<T>());
        return *static_cast<T*>(edit());
    }

private:
    explicit ObjectPtr(detail::Block* block) noexcept : Handle(block) { }
};

} // namespace kubarium::api
