#include "indexset.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace kubarium::controllers {

namespace {

std::optional<std::int32_t> number(std::string_view text)
{
    std::int32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isOne = error == std::errc() && end == text.data() + text.size() && value >= 0;
    return isOne ? std::optional(value) : std::nullopt;
}

std::optional<IndexSet::Stretch> stretchOf(std::string_view text)
{
    const std::size_t dash = text.find('-');
    const std::optional<std::int32_t> first = number(text.substr(0, dash));
    const std::optional<std::int32_t> last = dash == text.npos ? first : number(text.substr(dash + 1));
    if (!first || !last || *last < *first)
        return std::nullopt;
    return IndexSet::Stretch{*first, *last};
}

} // namespace

void IndexSet::append(Stretch stretch)
{
    if (m_stretches.empty() || stretch.first > m_stretches.back().last + 1)
        m_stretches.push_back(stretch);
    else
        m_stretches.back().last = std::max(m_stretches.back().last, stretch.last);
}

IndexSet IndexSet::of(std::vector<std::int32_t> indexes)
{
    std::ranges::sort(indexes);
    IndexSet set;
    for (const std::int32_t index : indexes)
        set.append({index, index});
    return set;
}

IndexSet IndexSet::parse(std::string_view text, std::int32_t completions)
{
    std::vector<Stretch> read;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        std::optional<Stretch> stretch = stretchOf(text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
        if (!stretch || stretch->first >= completions)
            continue;
        stretch->last = std::min(stretch->last, completions - 1);
        read.push_back(*stretch);
    }
    std::ranges::sort(read, {}, &Stretch::first);
    IndexSet set;
    for (const Stretch stretch : read)
        set.append(stretch);
    return set;
}

std::string IndexSet::text() const
{
    std::string text;
    for (const Stretch& stretch : m_stretches) {
        text += (text.empty() ? "" : ",") + std::to_string(stretch.first);
        if (stretch.last > stretch.first) // of two, both are named
            text += (stretch.last == stretch.first + 1 ? "," : "-") + std::to_string(stretch.last);
    }
    return text;
}

std::int32_t IndexSet::size() const
{
    std::int32_t size = 0;
    for (const Stretch& stretch : m_stretches)
        size += stretch.last - stretch.first + 1;
    return size;
}

bool IndexSet::contains(std::int32_t index) const
{
    const auto after = std::ranges::upper_bound(m_stretches, index, {}, &Stretch::first);
    return after != m_stretches.begin() && std::prev(after)->last >= index;
}

std::int32_t IndexSet::sizeOfCommon(const IndexSet& other) const
{
    std::int32_t size = 0;
    auto a = m_stretches.begin();
    auto b = other.m_stretches.begin();
    while (a != m_stretches.end() && b != other.m_stretches.end()) {
        size += std::max(0, std::min(a->last, b->last) - std::max(a->first, b->first) + 1);
        a->last < b->last ? ++a : ++b;
    }
    return size;
}

std::vector<std::int32_t> IndexSet::firstMissing(std::int32_t count, std::int32_t completions) const
{
    std::vector<std::int32_t> missing;
    std::int32_t candidate = 0;
    const auto take = [&](std::int32_t before) {
        for (; candidate < before && static_cast<std::int32_t>(missing.size()) < count; ++candidate)
            missing.push_back(candidate);
    };
    for (const Stretch& stretch : m_stretches) {
        take(std::min(stretch.first, completions));
        candidate = std::max(candidate, stretch.last + 1);
    }
    take(completions);
    return missing;
}

void IndexSet::merge(const IndexSet& other)
{
    std::vector<Stretch> all;
    all.reserve(m_stretches.size() + other.m_stretches.size());
    std::ranges::merge(m_stretches, other.m_stretches, std::back_inserter(all), {}, &Stretch::first, &Stretch::first);
    m_stretches.clear();
    for (const Stretch stretch : all)
        append(stretch);
}

} // namespace kubarium::controllers
