#include "slicepacking.h"

#include <algorithm>
#include <optional>

namespace kubarium::controllers {

namespace {

std::vector<std::size_t> fullestFirst(std::span<const SliceRoom> slices)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < slices.size(); ++i) {
        if (slices[i].changes)
            order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return slices[a].endpoints > slices[b].endpoints; });
    return order;
}

// The slice that does not change yet, has room for all of them, and has the least room then.
std::optional<std::size_t> closestFit(std::span<const SliceRoom> slices, std::size_t newcomers, std::size_t most)
{
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < slices.size(); ++i) {
        const bool fits = !slices[i].changes && slices[i].endpoints + newcomers <= most;
        if (fits && (!best || slices[i].endpoints > slices[*best].endpoints))
            best = i;
    }
    return best;
}

} // namespace

std::vector<SliceFilling> packing(std::span<const SliceRoom> slices, std::size_t newcomers, std::size_t most)
{
    std::vector<SliceFilling> fillings;
    for (const std::size_t i : fullestFirst(slices)) {
        const std::size_t room = most - std::min(most, slices[i].endpoints);
        if (const std::size_t taken = std::min(room, newcomers); taken > 0) {
            fillings.push_back({i, taken});
            newcomers -= taken;
        }
    }
    while (newcomers > 0) {
        const auto fit = newcomers < most ? closestFit(slices, newcomers, most) : std::nullopt;
        const std::size_t taken = std::min(newcomers, most);
        fillings.push_back({fit.value_or(slices.size()), taken});
        newcomers -= taken;
    }
    return fillings;
}

} // namespace kubarium::controllers
