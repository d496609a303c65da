#include "core.h"
#include "gojson.h"
#include "meta.h"
#include "resources.h"
#include "shown.h"

#include "api/types/core-config.h"

#include <algorithm>
#include <array>
#include <set>

namespace kubarium::api {

namespace {

constexpr std::array<std::string_view, 19> quotaResources{"configmaps", "cpu", "ephemeral-storage", "limits.cpu",
    "limits.ephemeral-storage", "limits.memory", "memory", "persistentvolumeclaims", "pods", "replicationcontrollers",
    "requests.cpu", "requests.ephemeral-storage", "requests.memory", "requests.storage", "resourcequotas", "secrets",
    "services", "services.loadbalancers", "services.nodeports"};
constexpr std::array<std::string_view, 6> podCompute{
    "cpu", "limits.cpu", "limits.memory", "memory", "requests.cpu", "requests.memory"};

template <std::size_t size> bool isOneOf(std::string_view name, const std::array<std::string_view, size>& names)
{
    return std::ranges::find(names, name) != names.end();
}

bool isQuotaResource(std::string_view name)
{
    return isOneOf(name, quotaResources) || name.starts_with("hugepages-") || name.starts_with("requests.hugepages-");
}

bool isKnownScope(std::string_view scope)
{
    return std::ranges::find(ResourceQuotaScope::values, scope) != std::end(ResourceQuotaScope::values);
}

// Which resources a scope can tell apart: most look at pods, one at claims.
bool scopeAppliesTo(std::string_view scope, std::string_view resource)
{
    if (scope == ResourceQuotaScope::BestEffort)
        return resource == "pods"; // such pods have no compute resources to count
    if (scope == ResourceQuotaScope::VolumeAttributesClass)
        return resource == "persistentvolumeclaims" || resource == "requests.storage";
    if (!isKnownScope(scope))
        return true;
    return resource == "pods" || isOneOf(resource, podCompute);
}

void checkAmounts(FieldErrors& errors, const Map<Quantity>& amounts, const FieldPath& path)
{
    for (const auto& [name, amount] : amounts) {
        const FieldPath at = path.key(name);
        appendInvalid(errors, at, name, isQualifiedResourceName(name));
        if (name.view().find('/') == std::string_view::npos && !isQuotaResource(name))
            errors.push_back(invalid(at, name, "must be a standard resource for quota"));
        checkResourceQuantity(errors, name, amount, at);
    }
}

// One complaint for each resource that the scope cannot apply to.
void checkScopeApplies(FieldErrors& errors, const Map<Quantity>& hard, std::string_view scope, const FieldPath& path,
    const std::string& shownValue)
{
    for (const auto& [name, amount] : hard) {
        if (isQuotaResource(name) && !scopeAppliesTo(scope, name))
            errors.push_back(invalidShown(path, shownValue, "unsupported scope applied to resource"));
    }
}

void checkConflicts(
    FieldErrors& errors, const std::set<std::string_view>& scopes, const FieldPath& path, const List<Text>& shownScopes)
{
    for (const auto& [one, other] : {std::pair(ResourceQuotaScope::BestEffort, ResourceQuotaScope::NotBestEffort),
             std::pair(ResourceQuotaScope::Terminating, ResourceQuotaScope::NotTerminating)}) {
        if (scopes.contains(one) && scopes.contains(other))
            errors.push_back(invalidShown(path, shownList(shownScopes), "conflicting scopes"));
    }
}

void checkScopes(FieldErrors& errors, const ResourceQuotaSpec& spec, const FieldPath& path)
{
    std::set<std::string_view> seen;
    for (const Text& scope : spec.scopes) {
        if (!isKnownScope(scope))
            errors.push_back(invalidShown(path, shownList(spec.scopes), "unsupported scope"));
        checkScopeApplies(errors, spec.hard, scope, path, shownList(spec.scopes));
        seen.insert(scope);
    }
    checkConflicts(errors, seen, path, spec.scopes);
}

void checkRequirement(FieldErrors& errors, const ScopedResourceSelectorRequirement& requirement, const FieldPath& path)
{
    const std::string_view scope = requirement.scopeName;
    const std::string_view op = requirement.operator_;
    // Those with values to choose from are priority classes and volume attributes classes.
    const bool hasValues =
        scope == ResourceQuotaScope::PriorityClass || scope == ResourceQuotaScope::VolumeAttributesClass;
    if (isKnownScope(scope) && !hasValues && op != ScopeSelectorOperator::Exists) {
        errors.push_back(invalid(path.child("operator"), requirement.operator_,
            "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, "
            "ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or "
            "ResourceQuotaScopeCrossNamespacePodAffinity"));
    }
    if (op == ScopeSelectorOperator::In || op == ScopeSelectorOperator::NotIn) {
        if (requirement.values.empty()) {
            errors.push_back(required(path.child("values"),
                "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"));
        }
    } else if (op == ScopeSelectorOperator::Exists || op == ScopeSelectorOperator::DoesNotExist) {
        if (!requirement.values.empty()) {
            errors.push_back(invalidShown(path.child("values"), shownList(requirement.values),
                "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"));
        }
    } else {
        errors.push_back(invalid(path.child("operator"), requirement.operator_, "not a valid selector operator"));
    }
}

// The server names no index here: all requirements share one path.
void checkScopeSelector(FieldErrors& errors, const ResourceQuotaSpec& spec, const FieldPath& path)
{
    if (!spec.scopeSelector)
        return;
    const FieldPath at = path.child("matchExpressions");
    std::set<std::string_view> seen;
    for (const ScopedResourceSelectorRequirement& requirement : spec.scopeSelector->matchExpressions) {
        if (!isKnownScope(requirement.scopeName))
            errors.push_back(invalid(at.child("scopeName"), requirement.scopeName, "unsupported scope"));
        checkScopeApplies(errors, spec.hard, requirement.scopeName, at, goJson(*spec.scopeSelector));
        checkRequirement(errors, requirement, at);
        seen.insert(requirement.scopeName);
    }
    checkConflicts(errors, seen, at, spec.scopes);
}

void checkSpec(FieldErrors& errors, const ResourceQuotaSpec& spec)
{
    const FieldPath path("spec");
    checkAmounts(errors, spec.hard, path.child("hard"));
    checkScopes(errors, spec, path.child("scopes"));
    checkScopeSelector(errors, spec, path.child("scopeSelector"));
}

void checkStatus(FieldErrors& errors, const ResourceQuotaStatus& status)
{
    checkAmounts(errors, status.hard, FieldPath("status").child("hard"));
    checkAmounts(errors, status.used, FieldPath("status").child("used"));
}

std::set<std::string_view> asSet(const List<Text>& texts)
{
    return {texts.begin(), texts.end()};
}

} // namespace

FieldErrors validate(const ResourceQuota& quota)
{
    FieldErrors errors = validateObjectMeta(quota.metadata, true, subdomainName, FieldPath("metadata"));
    checkSpec(errors, *quota.spec);
    checkStatus(errors, *quota.status);
    return errors;
}

FieldErrors validateUpdate(const ResourceQuota& now, const ResourceQuota& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    checkSpec(errors, *now.spec);
    if (asSet(now.spec->scopes) != asSet(old.spec->scopes)) {
        errors.push_back(
            invalidShown(FieldPath("spec").child("scopes"), shownList(now.spec->scopes), messages::immutable));
    }
    return errors;
}

FieldErrors validateStatusUpdate(const ResourceQuota& now, const ResourceQuota& old)
{
    FieldErrors errors = validateObjectMetaUpdate(now.metadata, old.metadata, FieldPath("metadata"));
    if (now.metadata.resourceVersion.empty())
        errors.push_back(required(FieldPath("resourceVersion")));
    checkStatus(errors, *now.status);
    return errors;
}

} // namespace kubarium::api
