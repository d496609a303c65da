#include "words.h"

#include "api/labelselector.h"

#include <algorithm>

namespace kubarium::apiserver::table {

std::string labelsText(const api::Map<api::Text>& labels)
{
    if (labels.empty())
        return std::string(none);
    return joined(labels, ",", [](const auto& label) { return label.key.str() + '=' + label.value.str(); });
}

std::string selectorCell(const api::Box<api::LabelSelector>& selector)
{
    return api::selectorText(*selector);
}

std::string containerNames(const api::Box<api::PodSpec>& spec)
{
    return joined(spec->containers, ",", [](const api::Container& container) { return container.name.view(); });
}

std::string containerImages(const api::Box<api::PodSpec>& spec)
{
    return joined(spec->containers, ",", [](const api::Container& container) { return container.image.view(); });
}

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

std::string text(const api::IntOrString& value)
{
    return value.isString() ? value.text().str() : std::to_string(value.number());
}

std::string_view text(const api::Optional<bool>& value)
{
    return !value ? unset : *value ? "True" : "False";
}

std::string amountOf(const api::Map<api::Quantity>& resources, std::string_view resource)
{
    const api::Quantity* const amount = resources.find(resource);
    return amount ? amount->text() : "0";
}

} // namespace kubarium::apiserver::table
