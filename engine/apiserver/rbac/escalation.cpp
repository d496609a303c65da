#include "escalation.h"

#include "authorizer.h"
#include "coverage.h"
#include "grants.h"

#include "../refusals.h"

#include "api/goformat.h"

#include <algorithm>
#include <set>

namespace kubarium::apiserver {

namespace {

constexpr std::string_view rbacGroup = "rbac.authorization.k8s.io";

bool may(const Attributes& attributes, std::string_view verb, std::string_view resource, std::string_view namespace_,
    std::string_view name)
{
    return decidedByRoles(
        attributes.state, {*attributes.request.identity, verb, rbacGroup, "*", resource, {}, namespace_, name, {}, {}})
        .allowed();
}

// What the author lacks of rules that he would hand out, as the server's sentence; nothing if he has them all.
std::optional<std::string> missingRights(
    const Attributes& attributes, std::span<const api::PolicyRule> wanted, std::string_view namespace_)
{
    const Identity& author = *attributes.request.identity;
    const HeldRules held = rulesHeldBy(attributes.state, author, namespace_);
    const std::vector<api::PolicyRule> missing = uncovered(held.rules, wanted);
    if (missing.empty())
        return std::nullopt;
    std::set<std::string> lines;
    for (const api::PolicyRule& rule : compacted(missing))
        lines.insert(compactText(rule));
    std::string sentence = "user " + api::goQuoted(author.user) + " (groups=" + goQuotedList(author.groups)
        + ") is attempting to grant RBAC permissions not currently held:";
    for (const std::string& line : lines)
        sentence += "\n" + line;
    if (!held.troubles.empty())
        sentence += "; resolution errors: [" + held.trouble() + "]";
    return sentence;
}

// The garbage collector may take out what keeps an object, whatever the object grants.
bool changesOnlyWhatKeepsIt(const api::ObjectPtr& object, const api::ObjectPtr& old)
{
    if (!old)
        return false;
    api::ObjectPtr same = object;
    api::ObjectMeta& meta = same.editMeta();
    meta.ownerReferences = old.meta().ownerReferences;
    meta.finalizers = old.meta().finalizers;
    meta.selfLink = old.meta().selfLink;
    meta.managedFields = old.meta().managedFields;
    return same == old;
}

bool aggregates(const api::ObjectPtr& object)
{
    const auto* const role = object.as<api::ClusterRole>();
    return role && role->aggregationRule;
}

std::optional<api::Status> checkRole(
    const Attributes& attributes, const api::ObjectPtr& object, const api::List<api::PolicyRule>& rules)
{
    static const api::PolicyRule everything[] = {{{"*"}, {"*"}, {"*"}, {}, {}}, {{"*"}, {}, {}, {}, {"*"}}};
    const Request& request = attributes.request;
    const std::string_view home = object.meta().namespace_;
    if (may(attributes, "escalate", attributes.kind.resource, request.namespace_, request.name)
        || changesOnlyWhatKeepsIt(object, attributes.old))
        return std::nullopt;
    if (const auto sentence = missingRights(attributes, rules, home))
        return refusals::forbidden(attributes.kind, object.meta().name, *sentence);
    const bool aggregating = aggregates(object) || (attributes.old && aggregates(attributes.old));
    if (aggregating && missingRights(attributes, everything, home))
        return refusals::forbidden(
            attributes.kind, object.meta().name, "must have cluster-admin privileges to use the aggregationRule");
    return std::nullopt;
}

std::optional<api::Status> checkBinding(
    const Attributes& attributes, const api::ObjectPtr& object, const api::RoleRef& role)
{
    const std::string_view home = object.meta().namespace_;
    if (changesOnlyWhatKeepsIt(object, attributes.old))
        return std::nullopt;
    const bool ofCluster = role.kind == "ClusterRole";
    if (!ofCluster && !(role.kind == "Role"))
        return std::nullopt; // no role at all: validation refuses it
    if (may(attributes, "bind", ofCluster ? "clusterroles" : "roles", home, role.name))
        return std::nullopt;
    const BoundRole bound = boundRole(attributes.state, role, home);
    if (!bound.rules)
        return refusals::notFound(*api::findKind(rbacGroup, "v1", role.kind), role.name);
    if (const auto sentence = missingRights(attributes, *bound.rules, home))
        return refusals::forbidden(attributes.kind, object.meta().name, *sentence);
    return std::nullopt;
}

} // namespace

std::optional<api::Status> EscalationCheck::mutate(const Attributes& attributes, api::ObjectPtr& object) const
{
    if (attributes.kind.group != rbacGroup || attributes.request.identity->memberOf("system:masters"))
        return std::nullopt;
    if (const auto* const role = object.as<api::ClusterRole>())
        return checkRole(attributes, object, role->rules);
    if (const auto* const role = object.as<api::Role>())
        return checkRole(attributes, object, role->rules);
    if (const auto* const binding = object.as<api::ClusterRoleBinding>())
        return checkBinding(attributes, object, binding->roleRef);
    if (const auto* const binding = object.as<api::RoleBinding>())
        return checkBinding(attributes, object, binding->roleRef);
    return std::nullopt;
}

} // namespace kubarium::apiserver
