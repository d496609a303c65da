#include "weight.h"

#include <malloc.h>

namespace kubarium::tools {

namespace {

std::size_t allocated(const void* block)
{
    return malloc_usable_size(const_cast<void*>(block)) + sizeof(std::size_t);
}

} // namespace

std::size_t Weighing::weight(const api::ObjectPtr& object)
{
    const void* const block = *reinterpret_cast<const void* const*>(&object);
    return ofBlock(block, false);
}

std::size_t Weighing::ofText(const api::Text& text)
{
    const void* const block = *reinterpret_cast<const void* const*>(&text);
    return text.heapBytes() > 0 && isNew(block) ? allocated(block) : 0;
}

std::size_t Weighing::ofBlock(const void* address, bool keyed)
{
    if (!isNew(address))
        return 0;
    const auto& block = *static_cast<const api::detail::Block*>(address);
    std::size_t bytes = allocated(address);
    const std::byte* at = block.data();
    const std::size_t stride =
        keyed ? sizeof(api::Text) + ((block.type->size + 7U) & ~std::size_t{7}) : block.type->size;
    for (std::uint32_t i = 0; i < block.size; ++i, at += stride) {
        if (keyed)
            bytes += ofText(*reinterpret_cast<const api::Text*>(at));
        bytes += ofValue(*block.type, at + (keyed ? sizeof(api::Text) : 0));
    }
    return bytes;
}

std::size_t Weighing::ofJson(const api::Value& value)
{
    if (value.isString())
        return ofText(value.text());
    if (value.isArray())
        return ofBlock(*reinterpret_cast<const void* const*>(&value.array()), false);
    return value.isObject() ? ofBlock(*reinterpret_cast<const void* const*>(&value.object()), true) : 0;
}

std::size_t Weighing::ofValue(const api::Type& type, const void* value)
{
    std::size_t bytes = 0;
    for (const api::Slot& slot : type.counted) {
        const void* const place = static_cast<const std::byte*>(value) + slot.offset;
        switch (slot.kind) {
        case api::SlotKind::Text:
            bytes += ofText(*static_cast<const api::Text*>(place));
            break;
        case api::SlotKind::Block:
            bytes += ofBlock(*static_cast<const void* const*>(place), false);
            break;
        case api::SlotKind::KeyedBlock:
            bytes += ofBlock(*static_cast<const void* const*>(place), true);
            break;
        case api::SlotKind::Value:
            bytes += ofJson(*static_cast<const api::Value*>(place));
            break;
        }
    }
    return bytes;
}

} // namespace kubarium::tools
