#include "shared.h"

#include "schema.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <new>

namespace kubarium::api {

namespace detail {

namespace {

std::size_t strideOf(const Type& type, Layout layout) noexcept
{
    return layout == Layout::Plain ? type.size : sizeof(Text) + ((type.size + 7U) & ~std::size_t{7});
}

// Room for a number of elements: exact while small, then in steps of an eighth, so that a list that grows one by
// one moves rarely and the room needs not be stored.
std::uint32_t capacityFor(std::uint32_t size) noexcept
{
    if (size <= 4)
        return size;
    const std::uint32_t step = std::bit_floor(size) / 4;
    return (size + step - 1) / step * step;
}

Block* allocated(const Type& type, Layout layout, std::uint32_t size)
{
    const std::size_t bytes = sizeof(Block) + strideOf(type, layout) * capacityFor(size);
    void* const memory = std::calloc(1, bytes);
    if (!memory)
        throw std::bad_alloc();
    return new (memory) Block{{1}, size, &type};
}

void copyElements(Block& to, const Block& from, Layout layout, std::uint32_t count) noexcept
{
    const std::size_t stride = strideOf(*from.type, layout);
    for (std::uint32_t i = 0; i < count; ++i) {
        std::byte* target = to.data() + i * stride;
        const std::byte* source = from.data() + i * stride;
        if (layout == Layout::Keyed) {
            *reinterpret_cast<Text*>(target) = *reinterpret_cast<const Text*>(source);
            target += sizeof(Text);
            source += sizeof(Text);
        }
        copyInto(*from.type, target, source);
    }
}

void clearElements(Block& block, Layout layout, std::uint32_t first, std::uint32_t last) noexcept
{
    const std::size_t stride = strideOf(*block.type, layout);
    for (std::uint32_t i = first; i < last; ++i) {
        std::byte* element = block.data() + i * stride;
        if (layout == Layout::Keyed) {
            *reinterpret_cast<Text*>(element) = Text();
            element += sizeof(Text);
        }
        clear(*block.type, element);
    }
}

} // namespace

Block* newBlock(const Type& type, Layout layout, std::uint32_t size)
{
    return allocated(type, layout, size);
}

Block* ownBlock(Block* block, Layout layout)
{
    if (block->refs.load(std::memory_order_acquire) == 1)
        return block;
    Block* const copy = allocated(*block->type, layout, block->size);
    copyElements(*copy, *block, layout, block->size);
    releaseBlock(block, layout);
    return copy;
}

Block* resized(Block* block, const Type& type, Layout layout, std::uint32_t size)
{
    if (size == 0) {
        if (block)
            releaseBlock(block, layout);
        return nullptr;
    }
    if (!block)
        return allocated(type, layout, size);
    if (block->refs.load(std::memory_order_acquire) != 1) {
        Block* const copy = allocated(type, layout, size);
        copyElements(*copy, *block, layout, std::min(size, block->size));
        releaseBlock(block, layout);
        return copy;
    }
    if (size < block->size)
        clearElements(*block, layout, size, block->size);
    const std::uint32_t before = capacityFor(block->size);
    const std::uint32_t after = capacityFor(size);
    if (before != after) {
        // Elements may move as bytes: nothing in them points into itself.
        const std::size_t stride = strideOf(type, layout);
        void* const memory = std::realloc(static_cast<void*>(block), sizeof(Block) + stride * after);
        if (!memory)
            throw std::bad_alloc();
        block = static_cast<Block*>(memory);
        if (after > before)
            std::memset(block->data() + stride * before, 0, stride * (after - before));
    }
    block->size = size;
    return block;
}

void releaseBlock(Block* block, Layout layout) noexcept
{
    if (block->refs.fetch_sub(1, std::memory_order_acq_rel) != 1)
        return;
    clearElements(*block, layout, 0, block->size);
    std::free(block);
}

const void* emptyValueOf(const Type& type) noexcept
{
    alignas(16) static constexpr std::byte zeroes[4096] = {};
    assert(type.size <= sizeof zeroes);
    static_cast<void>(type);
    return zeroes;
}

bool equalBlocks(const Block* a, const Block* b, Layout layout) noexcept
{
    if (a == b)
        return true;
    const std::uint32_t size = a ? a->size : 0;
    if (size != (b ? b->size : 0))
        return false;
    if (size == 0) // an absent box and an empty list have no block; a present box has one element
        return true;
    const std::size_t stride = strideOf(*a->type, layout);
    for (std::uint32_t i = 0; i < size; ++i) {
        const std::byte* left = a->data() + i * stride;
        const std::byte* right = b->data() + i * stride;
        if (layout == Layout::Keyed) {
            if (!(*reinterpret_cast<const Text*>(left) == *reinterpret_cast<const Text*>(right)))
                return false;
            left += sizeof(Text);
            right += sizeof(Text);
        }
        if (!equal(*a->type, left, right))
            return false;
    }
    return true;
}

} // namespace detail

namespace {

std::atomic<std::uint32_t>* counterAt(const std::byte* place, SlotKind kind) noexcept
{
    if (kind == SlotKind::Value) {
        const auto& value = *reinterpret_cast<const Value*>(place);
        if (!value.isString() && !value.isArray() && !value.isObject())
            return nullptr;
        place += Value::pointerOffset;
    }
    void* block = nullptr;
    std::memcpy(&block, place, sizeof block);
    return static_cast<std::atomic<std::uint32_t>*>(block); // the count is the first word of every block
}

} // namespace

void copyInto(const Type& type, void* empty, const void* from) noexcept
{
    std::memcpy(empty, from, type.size);
    for (const Slot& slot : type.counted) {
        std::atomic<std::uint32_t>* const count =
            counterAt(static_cast<const std::byte*>(from) + slot.offset, slot.kind);
        if (count && count->load(std::memory_order_relaxed) < Text::immortal)
            count->fetch_add(1, std::memory_order_relaxed);
    }
}

void clear(const Type& type, void* value) noexcept
{
    for (const Slot& slot : type.counted) {
        std::byte* const place = static_cast<std::byte*>(value) + slot.offset;
        switch (slot.kind) {
        case SlotKind::Text:
            *reinterpret_cast<Text*>(place) = Text();
            break;
        case SlotKind::Block:
            *reinterpret_cast<List<Text>*>(place) = List<Text>(); // all plain handles free by their block's type
            break;
        case SlotKind::KeyedBlock:
            *reinterpret_cast<Map<Text>*>(place) = Map<Text>();
            break;
        case SlotKind::Value:
            *reinterpret_cast<Value*>(place) = Value();
            break;
        }
    }
    std::memset(value, 0, type.size);
}

} // namespace kubarium::api
