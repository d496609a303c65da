// "Did you mean …": the known word that was probably meant.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kubarium::api {

// The nearest of the known words, or nothing when none is near. The same word in another case comes first; then
// slips of the keyboard count: a letter too many, too few, wrong, or two swapped. A long word may have more of them
// than a short one, and of equally near words the first is taken.
std::string suggestion(std::string_view word, std::span<const std::string_view> known);

} // namespace kubarium::api
