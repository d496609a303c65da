// Where the nodes and texts of one document live: memory that is only ever added to and freed all at once.
//
// The first blocks are small, because most documents are; later ones grow with what is there already, because the few
// large documents deserve few blocks. Nothing in here has a destructor to run.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace kubarium::api {

class Arena {
public:
    Arena() = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    void* allocate(std::size_t size, std::size_t alignment)
    {
        const std::size_t padding = -reinterpret_cast<std::uintptr_t>(m_next) & (alignment - 1);
        if (size + padding > static_cast<std::size_t>(m_end - m_next))
            return allocateElsewhere(size);
        std::byte* const place = m_next + padding;
        m_next = place + size;
        return place;
    }

    char* allocateText(std::size_t size) { return static_cast<char*>(allocate(size, 1)); }

    std::string_view copy(std::string_view text)
    {
        if (text.empty())
            return {};
        char* const place = allocateText(text.size());
        std::memcpy(place, text.data(), text.size());
        return {place, text.size()};
    }
    template <class T>

    requires std::is_trivially_copyable_v<T> std::span<T> copy(std::span<const T> values)
    {
        if (values.empty())
            return {};
        void* const place = allocate(values.size_bytes(), alignof(T));
        std::memcpy(place, values.data(), values.size_bytes());
        return {static_cast<T*>(place), values.size()};
    }

    std::size_t bytes() const noexcept { return m_bytes; } // that the blocks take, used or not

private:
    static constexpr std::size_t smallestBlock = 2 * 1024;
    static constexpr std::size_t largestBlock = 256 * 1024;

    void* allocateElsewhere(std::size_t size);
    std::byte* newBlock(std::size_t size);

    std::byte* m_next = nullptr;
    std::byte* m_end = nullptr;
    std::size_t m_bytes = 0;
    std::vector<std::unique_ptr<std::byte[]>> m_blocks;
};

} // namespace kubarium::api
