#include "arena.h"

#include <algorithm>

namespace kubarium::api {

void* Arena::allocateElsewhere(std::size_t size)
{
    // What would fill most of a block gets one of its own; the block in use stays in use.
    if (size > m_nextBlock / 4)
        return newBlock(size);
    const std::size_t blockSize = m_nextBlock;
    std::byte* const block = newBlock(blockSize);
    m_nextBlock = std::min(blockSize * 2, largestBlock);
    m_next = block + size;
    m_end = block + blockSize;
    return block;
}

std::byte* Arena::newBlock(std::size_t size)
{
    // Blocks come aligned for everything from operator new, so the first piece of one needs no padding.
    m_blocks.push_back(std::make_unique_for_overwrite<std::byte[]>(size));
    m_bytes += size;
    return m_blocks.back().get();
}

} // namespace kubarium::api
