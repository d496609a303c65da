#include "rules.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

bool names(const api::List<api::Text>& list, std::string_view word)
{
    return std::any_of(list.begin(), list.end(), [word](const api::Text& one) { return one == word || one == "*"; });
}

// "pods", "pods/log" or "*/log" against a resource and subresource.
bool isResource(std::string_view pattern, std::string_view resource, std::string_view subresource)
{
    if (pattern == "*")
        return true;
    if (subresource.empty())
        return pattern == resource;
    if (!pattern.ends_with(subresource))
        return false;
    pattern.remove_suffix(subresource.size());
    if (!pattern.ends_with('/'))
        return false;
    pattern.remove_suffix(1);
    return pattern == resource || pattern == "*";
}

Miss missOfPath(const api::PolicyRule& rule, const AccessQuestion& question)
{
    if (rule.nonResourceURLs.empty())
        return Miss::Kind;
    const auto covers = [&](const api::Text& pattern) { return pathCovers(pattern, question.path); };
    if (std::none_of(rule.nonResourceURLs.begin(), rule.nonResourceURLs.end(), covers))
        return Miss::Path;
    return names(rule.verbs, question.verb) ? Miss::None : Miss::Verb;
}

} // namespace

bool pathCovers(std::string_view pattern, std::string_view path)
{
    if (pattern == path || pattern == "*")
        return true;
    if (!pattern.ends_with('*'))
        return false;
    const std::size_t stem = pattern.find_last_not_of('*');
    return path.starts_with(pattern.substr(0, stem == std::string_view::npos ? 0 : stem + 1));
}

Miss missOf(const api::PolicyRule& rule, const AccessQuestion& question)
{
    if (!question.path.empty())
        return missOfPath(rule, question);
    if (rule.resources.empty())
        return Miss::Kind;
    if (!names(rule.apiGroups, question.group))
        return Miss::Group;
    const auto covers = [&](const api::Text& one) { return isResource(one, question.resource, question.subresource); };
    if (std::none_of(rule.resources.begin(), rule.resources.end(), covers))
        return Miss::Resource;
    if (!names(rule.verbs, question.verb))
        return Miss::Verb;
    const auto isIt = [&](const api::Text& name) { return name == question.name; };
    if (!rule.resourceNames.empty() && std::none_of(rule.resourceNames.begin(), rule.resourceNames.end(), isIt))
        return Miss::Name;
    return Miss::None;
}

} // namespace kubarium::apiserver
