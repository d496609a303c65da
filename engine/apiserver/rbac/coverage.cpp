#include "coverage.h"

#include "rules.h"

#include "api/goformat.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

using Words = api::List<api::Text>;

bool has(const Words& words, std::string_view word)
{
    return std::any_of(words.begin(), words.end(), [word](const api::Text& one) { return one == word; });
}

// One star covers everything; what is asked has one word at most.
bool coversWord(const Words& held, const Words& wanted)
{
    return has(held, "*") || wanted.empty() || has(held, wanted.front());
}

bool coversResource(const Words& held, const Words& wanted)
{
    if (coversWord(held, wanted))
        return true;
    const std::string_view resource = wanted.front();
    const std::size_t slash = resource.find('/');
    return slash != std::string_view::npos && has(held, "*" + std::string(resource.substr(slash)));
}

bool coversPath(const Words& held, const Words& wanted)
{
    return wanted.empty() || std::any_of(held.begin(), held.end(), [&](const api::Text& pattern) {
        return pathCovers(pattern, wanted.front());
    });
}

bool coversName(const Words& held, const Words& wanted)
{
    return held.empty() || (!wanted.empty() && has(held, wanted.front()));
}

bool covers(const api::PolicyRule& held, const api::PolicyRule& right)
{
    return coversWord(held.verbs, right.verbs) && coversWord(held.apiGroups, right.apiGroups)
        && coversResource(held.resources, right.resources) && coversPath(held.nonResourceURLs, right.nonResourceURLs)
        && coversName(held.resourceNames, right.resourceNames);
}

// The single rights that a rule gives.
void takeApart(const api::PolicyRule& rule, std::vector<api::PolicyRule>& rights)
{
    for (const api::Text& group : rule.apiGroups) {
        for (const api::Text& resource : rule.resources) {
            for (const api::Text& verb : rule.verbs) {
                if (rule.resourceNames.empty())
                    rights.push_back({{verb}, {group}, {resource}, {}, {}});
                for (const api::Text& name : rule.resourceNames)
                    rights.push_back({{verb}, {group}, {resource}, {name}, {}});
            }
        }
    }
    for (const api::Text& path : rule.nonResourceURLs) {
        for (const api::Text& verb : rule.verbs)
            rights.push_back({{verb}, {}, {}, {}, {path}});
    }
}

bool isForOneResource(const api::PolicyRule& rule)
{
    return rule.apiGroups.size() == 1 && rule.resources.size() == 1 && rule.resourceNames.size() <= 1
        && rule.nonResourceURLs.empty();
}

bool differInVerbsOnly(const api::PolicyRule& a, const api::PolicyRule& b)
{
    return a.apiGroups == b.apiGroups && a.resources == b.resources && a.resourceNames == b.resourceNames;
}

void appendPart(std::string& text, std::string_view name, const Words& words)
{
    if (words.empty())
        return;
    std::vector<std::string> plain;
    for (const api::Text& word : words)
        plain.push_back(word.str());
    text += (text.size() > 1 ? ", " : "") + std::string(name) + ":" + goQuotedList(plain);
}

} // namespace

std::vector<api::PolicyRule> uncovered(std::span<const api::PolicyRule> held, std::span<const api::PolicyRule> wanted)
{
    std::vector<api::PolicyRule> rights;
    for (const api::PolicyRule& rule : wanted)
        takeApart(rule, rights);
    std::erase_if(rights, [held](const api::PolicyRule& right) {
        return std::any_of(held.begin(), held.end(), [&](const api::PolicyRule& rule) { return covers(rule, right); });
    });
    return rights;
}

std::vector<api::PolicyRule> compacted(std::span<const api::PolicyRule> rules)
{
    std::vector<api::PolicyRule> compact;
    for (const api::PolicyRule& rule : rules) {
        const auto same = std::find_if(compact.begin(), compact.end(), [&](const api::PolicyRule& one) {
            return isForOneResource(one) && isForOneResource(rule) && differInVerbsOnly(one, rule);
        });
        if (same == compact.end()) {
            compact.push_back(rule);
            continue;
        }
        for (const api::Text& verb : rule.verbs)
            same->verbs.push_back(verb);
    }
    return compact;
}

std::string compactText(const api::PolicyRule& rule)
{
    std::string text = "{";
    appendPart(text, "APIGroups", rule.apiGroups);
    appendPart(text, "Resources", rule.resources);
    appendPart(text, "NonResourceURLs", rule.nonResourceURLs);
    appendPart(text, "ResourceNames", rule.resourceNames);
    appendPart(text, "Verbs", rule.verbs);
    return text + "}";
}

std::string goQuotedList(std::span<const std::string> words)
{
    std::string text = "[";
    for (const std::string& word : words)
        text += (text.size() > 1 ? " " : "") + api::goQuoted(word);
    return text + "]";
}

} // namespace kubarium::apiserver
