// Shared, copy-on-write storage of API objects.
//
//   Box<T>    one T or none       (Go's *T, and sub-objects that the type table marks as shared)
//   List<T>   a list              (Go's []T)
//   Map<T>    sorted by key       (Go's map[string]T)
//
// Each is eight bytes: a pointer to a counted block. Copying counts, reading is free, and edit() gives the caller
// a block of its own, copied one level deep if others look at it. So a new version of a Pod costs its changed
// path, and everything else is the old version's memory.
//
// Blocks know their element's Type (schema.h), so one pair of functions copies and frees all of them: nothing here
// is instantiated per type but a few casts.
#pragma once

#include "text.h"

#include <cassert>
#include <initializer_list>
#include <span>
#include <utility>

namespace kubarium::api {

struct Type;

// The tables' entry for a C++ type; specialised by the generated headers and, for scalars, in schema.h.
template <class T> struct TypeOf;

namespace detail {

struct Block {
    std::atomic<std::uint32_t> refs;
    std::uint32_t size; // elements in use; room for more is computed from it, see capacityFor()
    const Type* type; // of an element, or of a map's value

    std::byte* data() noexcept { return reinterpret_cast<std::byte*>(this + 1); }

    const std::byte* data() const noexcept { return reinterpret_cast<const std::byte*>(this + 1); }
};

enum class Layout : std::uint8_t { Plain, Keyed }; // Keyed: each element is a Text key and then the value

Block* newBlock(
    const Type& type, Layout layout, std::uint32_t size); // elements start as zeroes, which is every type's empty value
Block* ownBlock(Block* block, Layout layout); // the same block if nobody else holds it, else a copy
Block* resized(Block* block, const Type& type, Layout layout, std::uint32_t size); // owns, then grows or cuts
void releaseBlock(Block* block, Layout layout) noexcept;
const void* emptyValueOf(const Type& type) noexcept; // zeroes: what one reads through an absent Box
bool equalBlocks(const Block* a, const Block* b, Layout layout) noexcept;

inline void retainBlock(Block* block) noexcept
{
    if (block)
        block->refs.fetch_add(1, std::memory_order_relaxed);
}

// Common to the three handles: count on copy, release at the end.
template <Layout layout> class Handle {
public:
    constexpr Handle() noexcept = default;

    Handle(const Handle& other) noexcept : m_block(other.m_block) { retainBlock(m_block); }

    Handle(Handle&& other) noexcept : m_block(std::exchange(other.m_block, nullptr)) { }

    Handle& operator=(const Handle& other) noexcept
    {
        Handle copy(other);
        std::swap(m_block, copy.m_block);
        return *this;
    }

    Handle& operator=(Handle&& other) noexcept
    {
        std::swap(m_block, other.m_block);
        return *this;
    }

    ~Handle()
    {
        if (m_block)
            releaseBlock(m_block, layout);
    }

    bool sameStorage(const Handle& other) const noexcept { return m_block == other.m_block; }

    friend bool operator==(const Handle& a, const Handle& b) noexcept
    {
        return equalBlocks(a.m_block, b.m_block, layout);
    }

protected:
    explicit Handle(Block* block) noexcept : m_block(block) { }

    Block* m_block = nullptr;
};

} // namespace detail

template <class T> class Box : public detail::Handle<detail::Layout::Plain> {
public:
    constexpr Box() noexcept = default;

    Box(T value) { edit() = std::move(value); }

    explicit operator bool() const noexcept { return m_block != nullptr; }

    // Reading through an absent box meets the type's empty value, as a chain of accessors would.
    const T& operator*() const noexcept
    {
        return *static_cast<const T*>(m_block ? m_block->data() : detail::emptyValueOf(*TypeOf<T>::value));
    }

    const T* operator->() const noexcept { return &**this; }

    // The value to change: created if absent, copied first if anybody else sees it.
    T& edit()
    {
        m_block = m_block ? detail::ownBlock(m_block, detail::Layout::Plain)
                          : detail::newBlock(*TypeOf<T>::value, detail::Layout::Plain, 1);
        return *reinterpret_cast<T*>(m_block->data());
    }

    void reset() noexcept { *this = Box(); }

    static Box fromBlock(detail::Block* block) noexcept // takes over one count
    {
        Box box;
        box.m_block = block;
        return box;
    }

    detail::Block* block() const noexcept { return m_block; }
};

template <class T> class List : public detail::Handle<detail::Layout::Plain> {
public:
    using value_type = T;

    constexpr List() noexcept = default;

    List(std::initializer_list<T> items)
    {
        for (const T& item : items)
            push_back(item);
    }

    std::size_t size() const noexcept { return m_block ? m_block->size : 0; }

    bool empty() const noexcept { return size() == 0; }

    const T* begin() const noexcept { return m_block ? reinterpret_cast<const T*>(m_block->data()) : nullptr; }

    const T* end() const noexcept { return begin() + size(); }

    const T& operator[](std::size_t index) const noexcept
    {
        assert(index < size());
        return begin()[index];
    }

    const T& front() const noexcept { return (*this)[0]; }

    const T& back() const noexcept { return (*this)[size() - 1]; }

    operator std::span<const T>() const noexcept { return {begin(), size()}; }

    // The elements to change, in a block of one's own.
    std::span<T> edit()
    {
        if (!m_block)
            return {};
        m_block = detail::ownBlock(m_block, detail::Layout::Plain);
        return {reinterpret_cast<T*>(m_block->data()), m_block->size};
    }

    T& edit(std::size_t index) { return edit()[index]; }

    T& push_back(T item)
    {
        resize(size() + 1);
        T& last = edit().back();
        last = std::move(item);
        return last;
    }

    void resize(std::size_t size) // new elements are empty
    {
        m_block = detail::resized(m_block, *TypeOf<T>::value, detail::Layout::Plain, static_cast<std::uint32_t>(size));
    }

    void erase(std::size_t index)
    {
        const std::span<T> items = edit();
        for (std::size_t i = index + 1; i < items.size(); ++i)
            items[i - 1] = std::move(items[i]);
        resize(items.size() - 1);
    }

    template <class Predicate> std::size_t eraseIf(Predicate predicate)
    {
        std::size_t kept = 0;
        const std::span<T> items = edit();
        for (T& item : items) {
            if (!predicate(std::as_const(item)))
                std::swap(items[kept++], item);
        }
        const std::size_t gone = items.size() - kept;
        if (gone > 0)
            resize(kept);
        return gone;
    }

    void clear() noexcept { *this = List(); }
};

template <class T> struct MapEntry {
    Text key;
    T value;
    friend bool operator==(const MapEntry&, const MapEntry&) = default;
};

template <class T> class Map : public detail::Handle<detail::Layout::Keyed> {
public:
    using Entry = MapEntry<T>;

    constexpr Map() noexcept = default;

    Map(std::initializer_list<std::pair<std::string_view, T>> items)
    {
        for (const auto& [key, value] : items)
            set(key, value);
    }

    std::size_t size() const noexcept { return m_block ? m_block->size : 0; }

    bool empty() const noexcept { return size() == 0; }

    const Entry* begin() const noexcept { return m_block ? reinterpret_cast<const Entry*>(m_block->data()) : nullptr; }

    const Entry* end() const noexcept { return begin() + size(); }

    const T* find(std::string_view key) const noexcept
    {
        const Entry* const entry = lowerBound(key);
        return entry != end() && entry->key == key ? &entry->value : nullptr;
    }

    bool contains(std::string_view key) const noexcept { return find(key) != nullptr; }

    T valueOr(std::string_view key, T otherwise) const
    {
        const T* const value = find(key);
        return value ? *value : otherwise;
    }

    // The value at `key` to change; an empty one is put there first if it is missing.
    T& edit(std::string_view key)
    {
        const auto index = static_cast<std::size_t>(lowerBound(key) - begin());
        if (index == size() || !(begin()[index].key == key)) {
            resize(size() + 1);
            Entry* const entries = own();
            for (std::size_t i = size() - 1; i > index; --i)
                std::swap(entries[i], entries[i - 1]);
            entries[index].key = Text(key);
        }
        return own()[index].value;
    }

    void set(std::string_view key, T value) { edit(key) = std::move(value); }

    bool erase(std::string_view key)
    {
        const auto index = static_cast<std::size_t>(lowerBound(key) - begin());
        if (index == size() || !(begin()[index].key == key))
            return false;
        Entry* const entries = own();
        for (std::size_t i = index + 1; i < size(); ++i)
            std::swap(entries[i], entries[i - 1]);
        resize(size() - 1);
        return true;
    }

    void clear() noexcept { *this = Map(); }

private:
    const Entry* lowerBound(std::string_view key) const noexcept
    {
        const Entry* first = begin();
        std::size_t count = size();
        while (count > 0) {
            const std::size_t half = count / 2;
            if (first[half].key.view() < key) {
                first += half + 1;
                count -= half + 1;
            } else {
                count = half;
            }
        }
        return first;
    }

    void resize(std::size_t size)
    {
        m_block = detail::resized(m_block, *TypeOf<T>::value, detail::Layout::Keyed, static_cast<std::uint32_t>(size));
    }

    Entry* own()
    {
        m_block = detail::ownBlock(m_block, detail::Layout::Keyed);
        return reinterpret_cast<Entry*>(m_block->data());
    }
};

// Go's pointer to a number, a bool or another small value: the value is always there, so that an unset one
// is all zeroes and can be copied with the rest.
template <class T> class Optional {
public:
    constexpr Optional() noexcept = default;

    constexpr Optional(T value) noexcept : m_value(std::move(value)), m_set(true) { }

    constexpr explicit operator bool() const noexcept { return m_set; }

    constexpr bool has_value() const noexcept { return m_set; }

    constexpr const T& operator*() const noexcept { return m_value; }

    constexpr const T* operator->() const noexcept { return &m_value; }

    constexpr T valueOr(T otherwise) const { return m_set ? m_value : otherwise; }

    T& edit() noexcept
    {
        m_set = true;
        return m_value;
    }

    void reset() noexcept { *this = Optional(); }

    friend bool operator==(const Optional& a, const Optional& b) noexcept
    {
        return a.m_set == b.m_set && a.m_value == b.m_value;
    }

private:
    T m_value{};
    bool m_set = false;
};

} // namespace kubarium::api
