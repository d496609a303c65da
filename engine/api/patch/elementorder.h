// The order of a list after a strategic merge: elements that the patch names stand in the patch's order, the others
// keep the order they had, and the two are woven together by where they stood before.
#pragma once

#include "../value.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kubarium::api {

using Elements = std::vector<Value>;

// Whether two elements are the same one: by the member `key` of maps, or by value if there is no key.
bool sameElement(const Value& a, const Value& b, std::string_view key);

// Where the elements of a list stand; of those that are the same one the first.
class ElementPlaces {
public:
    explicit ElementPlaces(std::string_view key) : m_key(key) { }

    ElementPlaces(const Value::Array& list, std::string_view key);

    void add(const Value& element); // behind the last one
    std::optional<std::size_t> of(const Value& element) const;

    bool has(const Value& element) const { return of(element).has_value(); }

private:
    std::optional<std::string> name(const Value& element) const;

    std::string m_key;
    std::size_t m_size = 0;
    std::unordered_map<std::string, std::size_t> m_places; // only ever looked up
};

// `named` and `others` do not overlap; `order` says how the named ones are to stand, `before` how the list was.
Value::Array ordered(Elements named, Elements others, const ElementPlaces& order, const ElementPlaces& before);

} // namespace kubarium::api
