#include "protobufmap.h"

#include <algorithm>
#include <vector>

namespace kubarium::api {

namespace {

using detail::Block;
using detail::Layout;

std::size_t strideOf(const Type& valueType) noexcept
{
    return sizeof(Text) + ((valueType.size + 7U) & ~std::size_t{7});
}

const Text& keyAt(const Block& block, std::size_t index) noexcept
{
    return *reinterpret_cast<const Text*>(block.data() + index * strideOf(*block.type));
}

} // namespace

void* appendMapEntry(void* place, const Type& valueType, std::string_view key)
{
    Block*& block = *static_cast<Block**>(place);
    const std::uint32_t count = block ? block->size : 0;
    block = detail::resized(block, valueType, Layout::Keyed, count + 1);
    std::byte* const entry = block->data() + count * strideOf(valueType);
    *reinterpret_cast<Text*>(entry) = Text(key);
    return entry + sizeof(Text);
}

bool mapInOrder(void* place)
{
    const Block* const block = *static_cast<Block**>(place);
    return !block || block->size < 2 || keyAt(*block, block->size - 2U) < keyAt(*block, block->size - 1U);
}

void putMapInOrder(void* place)
{
    Block*& block = *static_cast<Block**>(place);
    std::vector<std::uint32_t> order(block->size);
    for (std::uint32_t i = 0; i < block->size; ++i)
        order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        const auto byKey = keyAt(*block, a) <=> keyAt(*block, b);
        return byKey == 0 ? a < b : byKey < 0;
    });
    std::vector<std::uint32_t> kept;
    for (const std::uint32_t index : order) {
        if (!kept.empty() && keyAt(*block, kept.back()) == keyAt(*block, index))
            kept.back() = index;
        else
            kept.push_back(index);
    }
    // Copies count, they copy no bytes; the old block goes with all that it held.
    Block* const sorted = detail::newBlock(*block->type, Layout::Keyed, static_cast<std::uint32_t>(kept.size()));
    const std::size_t stride = strideOf(*block->type);
    for (std::size_t i = 0; i < kept.size(); ++i) {
        std::byte* const to = sorted->data() + i * stride;
        const std::byte* const from = block->data() + kept[i] * stride;
        *reinterpret_cast<Text*>(to) = *reinterpret_cast<const Text*>(from);
        copyInto(*block->type, to + sizeof(Text), from + sizeof(Text));
    }
    detail::releaseBlock(block, Layout::Keyed);
    block = sorted;
}

} // namespace kubarium::api
