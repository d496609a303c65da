#include "arena.h"

#include <algorithm>

namespace kubarium::api {

void* Arena::allocateElsewhere(std::size_t size)
{
    // What would fill much of a block gets one of its own; the block in use stays in use.
    const std::size_t blockSize = std::clamp(m_bytes / 2, smallestBlock, largestBlock);
    if (size > blockSize / 4)
        return newBlock(size);
    std::byte* const block = newBlock(blockSize);
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
