// The order of a list after a strategic merge: elements that the patch names stand in the patch's order, the others
// keep the order they had, and the two are woven together by where they stood before.
#pragma once

#include "../value.h"

#include <string_view>
#include <vector>

namespace kubarium::api {

using Elements = std::vector<Value>;

// Whether two elements are the same one: by the member `key` of maps, or by value if there is no key.
bool sameElement(const Value& a, const Value& b, std::string_view key);
// Where an element stands in a list; the list's size if it does not.
std::size_t placeOf(const Value& element, const Value::Array& list, std::string_view key);

// `named` and `others` do not overlap; `order` says how the named ones are to stand, `before` how the list was.
Value::Array ordered(
    Elements named, Elements others, const Value::Array& order, const Value::Array& before, std::string_view key);

} // namespace kubarium::api
