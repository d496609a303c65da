#include "access.h"
#include "gojson.h"
#include "meta.h"
#include "shown.h"

#include "../labelselector.h"

#include "api/types/rbac.h"

namespace kubarium::api {

namespace {

constexpr std::string_view rbacGroup = "rbac.authorization.k8s.io";

// A name of RBAC may stand alone in a path, and that is all: "system:node" is one. The server does not tell a
// generateName from a name here.
std::vector<std::string> roleName(std::string_view name, bool /*prefix*/)
{
    return isPathSegmentName(name);
}

void checkPolicyRule(FieldErrors& errors, const PolicyRule& rule, bool namespaced, const FieldPath& path)
{
    if (rule.verbs.empty())
        errors.push_back(required(path.child("verbs"), "verbs must contain at least one value"));

    if (!rule.nonResourceURLs.empty()) {
        const auto refuse = [&](std::string_view sentence) {
            errors.push_back(invalidShown(path.child("nonResourceURLs"), shownList(rule.nonResourceURLs), sentence));
        };
        if (namespaced)
            refuse("namespaced rules cannot apply to non-resource URLs");
        if (!rule.apiGroups.empty() || !rule.resources.empty() || !rule.resourceNames.empty())
            refuse("rules cannot apply to both regular resources and non-resource URLs");
        return;
    }
    if (rule.apiGroups.empty())
        errors.push_back(required(path.child("apiGroups"), "resource rules must supply at least one api group"));
    if (rule.resources.empty())
        errors.push_back(required(path.child("resources"), "resource rules must supply at least one resource"));
    if (!rule.resourceNames.empty() && rule.resources.size() > 1)
        errors.push_back(required(path.child("resourceNames"), "resource names cannot apply to multiple resources"));
}

FieldErrors validateRole(const ObjectMeta& meta, const List<PolicyRule>& rules, bool namespaced)
{
    FieldErrors errors = validateObjectMeta(meta, namespaced, roleName, FieldPath("metadata"));
    for (std::size_t i = 0; i < rules.size(); ++i)
        checkPolicyRule(errors, rules[i], namespaced, FieldPath("rules").index(i));
    return errors;
}

void checkSubject(FieldErrors& errors, const Subject& subject, bool namespaced, const FieldPath& path)
{
    const auto expectGroup = [&](std::string_view group) {
        if (!(subject.apiGroup == group))
            errors.push_back(notSupported(path.child("apiGroup"), subject.apiGroup, std::span(&group, 1)));
    };
    if (subject.name.empty())
        errors.push_back(required(path.child("name")));

    if (subject.kind == "ServiceAccount") {
        if (!subject.name.empty())
            appendInvalid(errors, path.child("name"), subject.name, isDns1123Subdomain(subject.name));
        expectGroup("");
        if (!namespaced && subject.namespace_.empty())
            errors.push_back(required(path.child("namespace")));
    } else if (subject.kind == "User" || subject.kind == "Group") {
        if (subject.name.empty()) {
            errors.push_back(invalid(path.child("name"), subject.name,
                subject.kind == "User" ? "user name cannot be empty" : "group name cannot be empty"));
        }
        expectGroup(rbacGroup);
    } else {
        static constexpr std::string_view kinds[] = {"ServiceAccount", "User", "Group"};
        errors.push_back(notSupported(path.child("kind"), subject.kind, kinds));
    }
}

FieldErrors validateBinding(const ObjectMeta& meta, const RoleRef& role, const List<Subject>& subjects, bool namespaced)
{
    static constexpr std::string_view groups[] = {rbacGroup};
    static constexpr std::string_view kinds[] = {"Role", "ClusterRole"};
    // A binding for the whole cluster cannot hand out what exists in one namespace.
    const std::span<const std::string_view> allowed = std::span(kinds).subspan(namespaced ? 0 : 1);

    FieldErrors errors = validateObjectMeta(meta, namespaced, roleName, FieldPath("metadata"));
    const FieldPath path("roleRef");
    if (!(role.apiGroup == rbacGroup))
        errors.push_back(notSupported(path.child("apiGroup"), role.apiGroup, groups));
    if (std::find(allowed.begin(), allowed.end(), role.kind.view()) == allowed.end())
        errors.push_back(notSupported(path.child("kind"), role.kind, allowed));
    if (role.name.empty())
        errors.push_back(required(path.child("name")));
    else
        appendInvalid(errors, path.child("name"), role.name, isPathSegmentName(role.name));
    for (std::size_t i = 0; i < subjects.size(); ++i)
        checkSubject(errors, subjects[i], namespaced, FieldPath("subjects").index(i));
    return errors;
}

// Whoever may edit the subjects must not thereby be able to hand out another role.
void checkSameRole(FieldErrors& errors, const RoleRef& now, const RoleRef& old)
{
    if (!(now == old))
        errors.push_back(invalidShown(FieldPath("roleRef"), goJson(now), "cannot change roleRef"));
}

FieldErrors validateClusterRole(const ClusterRole& role, LabelSelectorOptions options)
{
    FieldErrors errors = validateRole(role.metadata, role.rules, false);
    if (!role.aggregationRule)
        return errors;
    const FieldPath path = FieldPath("aggregationRule").child("clusterRoleSelectors");
    const List<LabelSelector>& selectors = role.aggregationRule->clusterRoleSelectors;
    if (selectors.empty())
        errors.push_back(required(path, "at least one clusterRoleSelector required if aggregationRule is non-nil"));
    for (std::size_t i = 0; i < selectors.size(); ++i) {
        checkLabelSelector(errors, selectors[i], path.index(i), options);
        if (!toMatcher(selectors[i]))
            errors.push_back(invalid(path.index(i), "null", "invalid label selector."));
    }
    return errors;
}

bool hasInvalidSelector(const ClusterRole& role)
{
    FieldErrors errors;
    for (const LabelSelector& selector : role.aggregationRule->clusterRoleSelectors)
        checkLabelSelector(errors, selector, FieldPath());
    return !errors.empty();
}

// The server asks twice about the new object when one is updated: each complaint becomes two causes, though the
// sentence says it once. The metadata is compared last.
FieldErrors complaintsOfUpdate(const FieldErrors& complaints, const ObjectMeta& now, const ObjectMeta& old)
{
    FieldErrors errors = complaints;
    append(errors, complaints);
    append(errors, validateObjectMetaUpdate(now, old, FieldPath("metadata")));
    return errors;
}

} // namespace

FieldErrors validate(const Role& role)
{
    return validateRole(role.metadata, role.rules, true);
}

FieldErrors validateUpdate(const Role& now, const Role& old)
{
    return complaintsOfUpdate(validate(now), now.metadata, old.metadata);
}

FieldErrors validate(const ClusterRole& role)
{
    return validateClusterRole(role, {});
}

FieldErrors validateUpdate(const ClusterRole& now, const ClusterRole& old)
{
    const LabelSelectorOptions options{.allowInvalidLabelValues = hasInvalidSelector(old)};
    return complaintsOfUpdate(validateClusterRole(now, options), now.metadata, old.metadata);
}

FieldErrors validate(const RoleBinding& binding)
{
    return validateBinding(binding.metadata, binding.roleRef, binding.subjects, true);
}

FieldErrors validateUpdate(const RoleBinding& now, const RoleBinding& old)
{
    FieldErrors errors = complaintsOfUpdate(validate(now), now.metadata, old.metadata);
    checkSameRole(errors, now.roleRef, old.roleRef);
    return errors;
}

FieldErrors validate(const ClusterRoleBinding& binding)
{
    return validateBinding(binding.metadata, binding.roleRef, binding.subjects, false);
}

FieldErrors validateUpdate(const ClusterRoleBinding& now, const ClusterRoleBinding& old)
{
    FieldErrors errors = complaintsOfUpdate(validate(now), now.metadata, old.metadata);
    checkSameRole(errors, now.roleRef, old.roleRef);
    return errors;
}

} // namespace kubarium::api
