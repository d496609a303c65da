// Text: an immutable string of the API, eight bytes wide, shared by everything that was copied from it.
//
// A cluster of 150 000 pods says "default", "True" and "app" millions of times. Copying a Text only counts;
// words that the type tables know (enum values, defaults, well-known keys) are never counted nor freed: they
// stand in a table that is built once and only read afterwards, so it needs no lock on any thread. Of other texts each
// thread remembers the latest (recenttexts.h).
//
// A Text can be absent (Go's nil *string), which is not the same as empty where a field is a pointer.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

namespace kubarium::api {

class Text {
public:
    constexpr Text() noexcept = default; // absent

    Text(std::string_view text) : m_block(make(text)) { }

    Text(const char* text) : Text(std::string_view(text)) { }

    Text(const std::string& text) : Text(std::string_view(text)) { }

    Text(const Text& other) noexcept : m_block(other.m_block) { retain(); }

    Text(Text&& other) noexcept : m_block(other.m_block) { other.m_block = nullptr; }

    Text& operator=(const Text& other) noexcept
    {
        Text copy(other);
        swap(copy);
        return *this;
    }

    Text& operator=(Text&& other) noexcept
    {
        swap(other);
        return *this;
    }

    ~Text() { release(); }

    bool empty() const noexcept { return size() == 0; }

    std::size_t size() const noexcept { return m_block ? m_block->size : 0; }

    std::string_view view() const noexcept
    {
        return m_block ? std::string_view(m_block->bytes(), m_block->size) : std::string_view();
    }

    operator std::string_view() const noexcept { return view(); }

    std::string str() const { return std::string(view()); }

    // Whether there is a string at all, be it an empty one.
    explicit operator bool() const noexcept { return m_block != nullptr; }

    bool has_value() const noexcept { return m_block != nullptr; }

    std::string_view operator*() const noexcept { return view(); }

    void swap(Text& other) noexcept { std::swap(m_block, other.m_block); }

    friend bool operator==(const Text& a, const Text& b) noexcept
    {
        return a.m_block == b.m_block || a.view() == b.view();
    }

    friend bool operator==(const Text& a, std::string_view b) noexcept { return a.view() == b; }

    friend bool operator==(const Text& a, const char* b) noexcept { return a.view() == b; }

    friend bool operator==(const Text& a, const std::string& b) noexcept { return a.view() == b; }

    friend std::strong_ordering operator<=>(const Text& a, const Text& b) noexcept { return a.view() <=> b.view(); }

    friend std::strong_ordering operator<=>(const Text& a, std::string_view b) noexcept { return a.view() <=> b; }

    // Bytes this text keeps alive beside its own eight; nothing for well-known words.
    std::size_t heapBytes() const noexcept;

    // What stands in memory: a count, a length, then the bytes. The first word is a count in every block of
    // the API, so that copying an object is one pass that counts (shared.h).
    struct Block {
        std::atomic<std::uint32_t> refs;
        std::uint32_t size;

        const char* bytes() const noexcept { return reinterpret_cast<const char*>(this + 1); }
    };

    static constexpr std::uint32_t immortal = 0x8000'0000U;
    static void release(Block* block) noexcept;

private:
    static Block* make(std::string_view text); // one that is there, or a fresh one
    static Block* fresh(std::string_view text);

    void retain() const noexcept
    {
        if (m_block && m_block->refs.load(std::memory_order_relaxed) < immortal)
            m_block->refs.fetch_add(1, std::memory_order_relaxed);
    }

    void release() noexcept
    {
        if (m_block)
            release(m_block);
    }

    Block* m_block = nullptr;
};

} // namespace kubarium::api

template <> struct std::hash<kubarium::api::Text> {
    std::size_t operator()(const kubarium::api::Text& text) const noexcept
    {
        return std::hash<std::string_view>()(text.view());
    }
};
