// Pieces that the cells of many kinds are made of.
#pragma once

#include "api/object.h"

#include "api/types/core-pod.h"

#include <string>
#include <string_view>
#include <vector>

namespace kubarium::apiserver::table {

inline constexpr std::string_view none = "<none>";
inline constexpr std::string_view unset = "<unset>";
inline constexpr std::string_view unknown = "<unknown>";

// The text, or what stands for its absence.
inline std::string_view textOr(const api::Text& text, std::string_view otherwise)
{
    return text.empty() ? otherwise : text.view();
}

// Items between commas; `text` makes a text of each.
template <class Range, class ToText> std::string joined(const Range& items, std::string_view separator, ToText&& text)
{
    std::string all;
    bool first = true;
    for (const auto& item : items) {
        if (!first)
            all += separator;
        first = false;
        all += text(item);
    }
    return all;
}

template <class Range> std::string joined(const Range& items, std::string_view separator)
{
    return joined(items, separator, [](const auto& item) { return std::string_view(item); });
}

// The first few of many: "10.0.0.1,10.0.0.2,10.0.0.3 + 4 more...".
class Few {
public:
    explicit Few(std::size_t most) : m_most(most) { }

    template <class ToText> void add(ToText&& text) // is asked only if there is room
    {
        if (++m_count <= m_most)
            m_shown.push_back(text());
    }

    std::string text(std::string_view separator = ",") const
    {
        const std::string shown = joined(m_shown, separator);
        return m_count > m_most ? shown + " + " + std::to_string(m_count - m_most) + " more..." : shown;
    }

private:
    std::size_t m_most;
    std::size_t m_count = 0;
    std::vector<std::string> m_shown;
};

// "app=web,tier=front", or <none>.
std::string labelsText(const api::Map<api::Text>& labels);
// As a selector reads: an absent one selects nothing and reads <none>, like one that selects everything.
std::string selectorCell(const api::Box<api::LabelSelector>& selector);
std::string containerNames(const api::Box<api::PodSpec>& spec);
std::string containerImages(const api::Box<api::PodSpec>& spec);

// Whether a list of conditions has one of this type that is True.
template <class Conditions> bool isTrue(const Conditions& conditions, std::string_view type)
{
    for (const auto& condition : conditions) {
        if (condition.type == type && condition.status == "True")
            return true;
    }
    return false;
}

std::string lowerCase(std::string_view text);

// "3" or "25%".
std::string text(const api::IntOrString& value);
// "True", "False", or <unset>, as some cells write booleans.
std::string_view text(const api::Optional<bool>& value);
// Of a list of resources: 0 if it does not have the resource, as an amount that is absent is.
std::string amountOf(const api::Map<api::Quantity>& resources, std::string_view resource);

} // namespace kubarium::apiserver::table
