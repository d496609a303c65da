#include "text.h"

#include "recenttexts.h"
#include "wellknown.h"

#include <cstdlib>
#include <new>

namespace kubarium::api {

Text::Block* Text::make(std::string_view text)
{
    if (Block* const known = wellKnown(text))
        return known;
    if (text.size() > RecentTexts::longest)
        return fresh(text);
    Block*& recent = RecentTexts::ofThisThread().placeOf(text);
    if (!recent || std::string_view(recent->bytes(), recent->size) != text) {
        if (recent)
            release(recent);
        recent = fresh(text);
    }
    recent->refs.fetch_add(1, std::memory_order_relaxed);
    return recent;
}

Text::Block* Text::fresh(std::string_view text)
{
    void* const memory = std::malloc(sizeof(Block) + text.size());
    if (!memory)
        throw std::bad_alloc();
    auto* const block = new (memory) Block{{1}, static_cast<std::uint32_t>(text.size())};
    std::memcpy(static_cast<char*>(memory) + sizeof(Block), text.data(), text.size());
    return block;
}

void Text::release(Block* block) noexcept
{
    if (block->refs.load(std::memory_order_relaxed) >= immortal)
        return;
    if (block->refs.fetch_sub(1, std::memory_order_acq_rel) == 1)
        std::free(block);
}

std::size_t Text::heapBytes() const noexcept
{
    return m_block && m_block->refs.load(std::memory_order_relaxed) < immortal ? sizeof(Block) + m_block->size : 0;
}

} // namespace kubarium::api
