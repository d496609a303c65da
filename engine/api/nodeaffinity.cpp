#include "nodeaffinity.h"

#include "api/types/core-node.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace kubarium::api {

namespace {

bool isAmong(const List<Text>& values, std::string_view value) noexcept
{
    return std::any_of(values.begin(), values.end(), [&](const Text& one) { return one == value; });
}

// As strconv.ParseInt reads it.
std::optional<std::int64_t> wholeNumber(std::string_view text) noexcept
{
    if (text.size() > 1 && text.front() == '+' && text[1] != '-')
        text.remove_prefix(1);
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stopped != end)
        return std::nullopt;
    return number;
}

bool isMetByName(const NodeSelectorRequirement& requirement, std::string_view name) noexcept
{
    if (requirement.key != "metadata.name")
        return false; // nodes can be chosen by no other field
    if (requirement.operator_ == NodeSelectorOperator::In)
        return isAmong(requirement.values, name);
    return requirement.operator_ == NodeSelectorOperator::NotIn && !isAmong(requirement.values, name);
}

} // namespace

bool matches(const NodeSelectorRequirement& requirement, const Map<Text>& labels) noexcept
{
    const Text* const value = labels.find(requirement.key);
    const std::string_view op = requirement.operator_;
    if (op == NodeSelectorOperator::In)
        return value && isAmong(requirement.values, *value);
    if (op == NodeSelectorOperator::NotIn)
        return !value || !isAmong(requirement.values, *value);
    if (op == NodeSelectorOperator::Exists)
        return value;
    if (op == NodeSelectorOperator::DoesNotExist)
        return !value;
    if (!value || requirement.values.size() != 1)
        return false;
    const std::optional<std::int64_t> has = wholeNumber(*value);
    const std::optional<std::int64_t> asked = wholeNumber(requirement.values.front());
    if (!has || !asked)
        return false;
    return op == NodeSelectorOperator::Gt ? *has > *asked : op == NodeSelectorOperator::Lt && *has < *asked;
}

bool matches(const NodeSelectorTerm& term, const Map<Text>& labels, std::string_view name) noexcept
{
    if (term.matchExpressions.empty() && term.matchFields.empty())
        return false;
    return std::all_of(term.matchExpressions.begin(), term.matchExpressions.end(),
               [&](const NodeSelectorRequirement& requirement) { return matches(requirement, labels); })
        && std::all_of(term.matchFields.begin(), term.matchFields.end(),
            [&](const NodeSelectorRequirement& requirement) { return isMetByName(requirement, name); });
}

bool matches(const NodeSelector& selector, const Map<Text>& labels, std::string_view name) noexcept
{
    return std::any_of(selector.nodeSelectorTerms.begin(), selector.nodeSelectorTerms.end(),
        [&](const NodeSelectorTerm& term) { return matches(term, labels, name); });
}

bool matchesNode(const PodSpec& pod, const Map<Text>& labels, std::string_view name) noexcept
{
    for (const auto& [key, value] : pod.nodeSelector) {
        const Text* const has = labels.find(key);
        if (!has || has->view() != value.view())
            return false;
    }
    const Box<NodeSelector>& required = pod.affinity->nodeAffinity->requiredDuringSchedulingIgnoredDuringExecution;
    return !required || matches(*required, labels, name);
}

bool matchesNode(const PodSpec& pod, const Node& node) noexcept
{
    return matchesNode(pod, node.metadata.labels, node.metadata.name);
}

} // namespace kubarium::api
