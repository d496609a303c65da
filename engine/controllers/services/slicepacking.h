// How endpoints that are new go into the slices there are, so that few slices change and few are made:
//
//   1. slices that change anyway are filled up, the fullest first
//   2. all that are left go into the one slice that is full soonest with them, if one has room for all
//   3. else new slices are made
//
// A slice is never packed tighter only because others have room: each slice that changes is sent to every node.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace kubarium::controllers {

inline constexpr std::size_t mostEndpointsPerSlice = 100;

struct SliceRoom {
    std::size_t endpoints = 0; // that stay
    bool changes = false; // anyway
};

struct SliceFilling {
    std::size_t slice = 0; // which one; one behind the last stands for a new one
    std::size_t endpoints = 0; // how many more it takes

    friend bool operator==(const SliceFilling&, const SliceFilling&) = default;
};

// In the order in which newcomers are taken; each slice at most once, each new slice by itself.
std::vector<SliceFilling> packing(
    std::span<const SliceRoom> slices, std::size_t newcomers, std::size_t most = mostEndpointsPerSlice);

} // namespace kubarium::controllers
