#include "admissionrules.h"

#include "cel.h"
#include "shown.h"

#include "api/types/admissionregistration.h"

#include <set>

namespace kubarium::api {

namespace {

constexpr std::size_t mostMatchConditions = 64;

bool hasWildcard(const List<Text>& texts)
{
    return std::find(texts.begin(), texts.end(), std::string_view("*")) != texts.end();
}

// "*" stands alone: beside it every other entry is idle.
void checkWildcardAlone(FieldErrors& errors, const List<Text>& texts, std::string_view what, const FieldPath& path)
{
    if (texts.empty())
        errors.push_back(required(path));
    if (texts.size() > 1 && hasWildcard(texts)) {
        errors.push_back(
            invalidShown(path, shownList(texts), "if '*' is present, must not specify other " + std::string(what)));
    }
}

// pods, pods/log, pods/*, */scale, */*: whatever an earlier entry covers must not be listed again.
void checkResources(FieldErrors& errors, const List<Text>& resources, const FieldPath& path)
{
    if (resources.empty())
        errors.push_back(required(path));
    std::set<std::string_view> resourcesWithAllSubresources;
    std::set<std::string_view> subresourcesOfAllResources;
    bool everything = false;
    bool allResources = false;
    bool lastIsPlainResource = false; // only the last entry without a slash counts, as the server has it
    for (std::size_t i = 0; i < resources.size(); ++i) {
        const std::string_view entry = resources[i];
        if (entry.empty()) {
            errors.push_back(required(path.index(i)));
            continue;
        }
        everything |= entry == "*/*";
        allResources |= entry == "*";
        const std::size_t slash = entry.find('/');
        if (slash == std::string_view::npos) {
            lastIsPlainResource = entry != "*";
            continue;
        }
        const std::string_view resource = entry.substr(0, slash);
        const std::string_view subresource = entry.substr(slash + 1);
        const auto refuse = [&](const std::string& wildcard) {
            errors.push_back(invalid(path.index(i), resources[i],
                "if '" + wildcard + "' is present, must not specify " + std::string(entry)));
        };
        if (resourcesWithAllSubresources.contains(resource))
            refuse(std::string(resource) + "/*");
        if (subresourcesOfAllResources.contains(subresource))
            refuse("*/" + std::string(subresource));
        if (subresource == "*")
            resourcesWithAllSubresources.insert(resource);
        if (resource == "*")
            subresourcesOfAllResources.insert(subresource);
    }
    if (resources.size() > 1 && everything) {
        errors.push_back(
            invalidShown(path, shownList(resources), "if '*/*' is present, must not specify other resources"));
    }
    if (allResources && lastIsPlainResource) {
        errors.push_back(invalidShown(
            path, shownList(resources), "if '*' is present, must not specify other resources without subresources"));
    }
}

template <class Rule> void checkOperationsAndResources(FieldErrors& errors, const Rule& rule, const FieldPath& path)
{
    const FieldPath operations = path.child("operations");
    checkWildcardAlone(errors, rule.operations, "operations", operations);
    for (std::size_t i = 0; i < rule.operations.size(); ++i)
        checkSupported(errors, rule.operations[i], OperationType::values, operations.index(i));

    checkWildcardAlone(errors, rule.apiGroups, "API groups", path.child("apiGroups"));
    const FieldPath versions = path.child("apiVersions");
    checkWildcardAlone(errors, rule.apiVersions, "API versions", versions);
    for (std::size_t i = 0; i < rule.apiVersions.size(); ++i) {
        if (rule.apiVersions[i].empty())
            errors.push_back(required(versions.index(i)));
    }
    checkResources(errors, rule.resources, path.child("resources"));
    if (rule.scope)
        checkSupported(errors, rule.scope, ScopeType::values, path.child("scope"));
}

} // namespace

void checkRule(FieldErrors& errors, const RuleWithOperations& rule, const FieldPath& path)
{
    checkOperationsAndResources(errors, rule, path);
}

void checkRule(FieldErrors& errors, const NamedRuleWithOperations& rule, const FieldPath& path)
{
    const FieldPath names = path.child("resourceNames");
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < rule.resourceNames.size(); ++i) {
        const Text& name = rule.resourceNames[i];
        appendInvalid(errors, names.index(i), name, isPathSegmentName(name));
        if (!seen.insert(name).second)
            errors.push_back(duplicate(names.index(i), name));
    }
    checkOperationsAndResources(errors, rule, path);
}

void checkMatchConditions(FieldErrors& errors, const List<MatchCondition>& conditions, const FieldPath& path)
{
    if (conditions.size() > mostMatchConditions)
        errors.push_back(tooMany(path, static_cast<std::int64_t>(conditions.size()), mostMatchConditions));
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const MatchCondition& condition = conditions[i];
        const FieldPath at = path.index(i);
        if (isBlank(condition.expression))
            errors.push_back(required(at.child("expression")));
        if (condition.name.empty()) {
            errors.push_back(required(at.child("name")));
            continue;
        }
        appendInvalid(errors, at.child("name"), condition.name, isQualifiedName(condition.name));
        if (!seen.insert(condition.name).second)
            errors.push_back(duplicate(at.child("name"), condition.name));
    }
}

} // namespace kubarium::api
