// Indexes of an indexed Job's pods, as its status and its success policy write them: "0,3-5,7".
#pragma once

#include "../parsed.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace kubarium::api {

// How many indexes a text names. Refused if they are not below `completions`, or do not grow from left to right.
Parsed<std::int32_t> countIndexes(std::string_view text, std::int32_t completions);

// The server's sentence about the first index that both texts name; empty if there is none. Stretches that cannot be
// read are passed over, for countIndexes speaks of them.
std::string indexesOverlap(std::string_view completed, std::string_view failed, std::int32_t completions);

} // namespace kubarium::api
