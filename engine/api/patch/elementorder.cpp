#include "elementorder.h"

#include <algorithm>

namespace kubarium::api {

namespace {

// Elements that the list does not know stay behind those it knows.
void sortLike(Elements& elements, const Value::Array& list, std::string_view key)
{
    std::vector<std::pair<std::size_t, Value>> placed;
    for (Value& element : elements) {
        const std::size_t place = placeOf(element, list, key);
        placed.emplace_back(place, std::move(element));
    }
    std::stable_sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::transform(placed.begin(), placed.end(), elements.begin(), [](auto& entry) { return std::move(entry.second); });
}

} // namespace

bool sameElement(const Value& a, const Value& b, std::string_view key)
{
    if (key.empty())
        return a == b;
    const Value* const left = a.object().find(key);
    const Value* const right = b.object().find(key);
    return left && right && *left == *right;
}

std::size_t placeOf(const Value& element, const Value::Array& list, std::string_view key)
{
    std::size_t place = 0;
    while (place < list.size() && !sameElement(list[place], element, key))
        ++place;
    return place;
}

Value::Array ordered(
    Elements named, Elements others, const Value::Array& order, const Value::Array& before, std::string_view key)
{
    sortLike(named, order, key);
    sortLike(others, before, key);
    std::vector<std::size_t> namedPlaces;
    for (const Value& element : named)
        namedPlaces.push_back(placeOf(element, before, key));
    Value::Array all;
    std::size_t next = 0;
    for (const Value& element : others) {
        // Whatever is new goes in front, and so does what stood in front.
        const std::size_t place = placeOf(element, before, key);
        while (next < named.size() && !(namedPlaces[next] < before.size() && place < namedPlaces[next]))
            all.push_back(std::move(named[next++]));
        all.push_back(element);
    }
    while (next < named.size())
        all.push_back(std::move(named[next++]));
    return all;
}

} // namespace kubarium::api
