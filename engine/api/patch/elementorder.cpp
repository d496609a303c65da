#include "elementorder.h"

#include "../encode.h"

#include <algorithm>

namespace kubarium::api {

namespace {

using Placed = std::vector<std::pair<std::optional<std::size_t>, Value>>;

// Go's sort takes so many elements as one block, and sorts it by insertion.
constexpr std::size_t goSortBlock = 20;

// In the order of a list. Elements that it does not know are an odd case: Go's sort is told that each of them goes in
// front of whatever it is compared with, and so it is here. In longer lists they stand behind the others.
Placed sortedLike(Elements elements, const ElementPlaces& list)
{
    Placed placed;
    bool allKnown = true;
    for (Value& element : elements) {
        const std::optional<std::size_t> place = list.of(element);
        allKnown = allKnown && place;
        placed.emplace_back(place, std::move(element));
    }
    if (allKnown || placed.size() > goSortBlock) {
        std::stable_sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) {
            return std::pair(!a.first, a.first.value_or(0)) < std::pair(!b.first, b.first.value_or(0));
        });
        return placed;
    }
    for (std::size_t i = 1; i < placed.size(); ++i) {
        const auto inFront = [&](std::size_t j) {
            const auto& [place, element] = placed[j];
            const auto& before = placed[j - 1].first;
            return !place || !before || *place < *before;
        };
        for (std::size_t j = i; j > 0 && inFront(j); --j)
            std::swap(placed[j], placed[j - 1]);
    }
    return placed;
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

ElementPlaces::ElementPlaces(const Value::Array& list, std::string_view key) : m_key(key)
{
    for (const Value& element : list)
        add(element);
}

void ElementPlaces::add(const Value& element)
{
    if (std::optional<std::string> known = name(element))
        m_places.emplace(*std::move(known), m_size);
    ++m_size;
}

std::optional<std::size_t> ElementPlaces::of(const Value& element) const
{
    const std::optional<std::string> known = name(element);
    if (!known)
        return std::nullopt;
    const auto found = m_places.find(*known);
    return found == m_places.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> ElementPlaces::name(const Value& element) const
{
    if (m_key.empty())
        return toJson(element);
    const Value* const value = element.object().find(m_key);
    return value ? std::optional(toJson(*value)) : std::nullopt;
}

Value::Array ordered(Elements named, Elements others, const ElementPlaces& order, const ElementPlaces& before)
{
    const Placed first = sortedLike(std::move(named), order);
    const Placed second = sortedLike(std::move(others), before);
    std::vector<std::optional<std::size_t>> stood;
    for (const auto& [place, element] : first)
        stood.push_back(before.of(element));
    Value::Array all;
    std::size_t next = 0;
    for (const auto& [place, element] : second) {
        // Whatever is new goes in front, and so does what stood in front.
        while (next < first.size() && !(stood[next] && place && *place < *stood[next]))
            all.push_back(first[next++].second);
        all.push_back(element);
    }
    while (next < first.size())
        all.push_back(first[next++].second);
    return all;
}

} // namespace kubarium::api
