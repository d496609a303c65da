#include "grants.h"

#include "../resources.h"

#include "api/goformat.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

using api::goQuoted;

constexpr std::string_view rbacGroup = "rbac.authorization.k8s.io";

struct Kinds {
    const api::Kind& clusterRoles = *api::findKind(rbacGroup, "v1", "ClusterRole");
    const api::Kind& roles = *api::findKind(rbacGroup, "v1", "Role");
    store::ResourceId clusterRoleBindings = resourceId(*api::findKind(rbacGroup, "v1", "ClusterRoleBinding"));
    store::ResourceId roleBindings = resourceId(*api::findKind(rbacGroup, "v1", "RoleBinding"));
};

const Kinds& kinds()
{
    static const Kinds all;
    return all;
}

// system:serviceaccount:NAMESPACE:NAME, compared without building it.
bool isServiceAccount(std::string_view user, std::string_view namespace_, std::string_view name)
{
    static constexpr std::string_view prefix = "system:serviceaccount:";
    if (user.size() != prefix.size() + namespace_.size() + 1 + name.size() || !user.starts_with(prefix))
        return false;
    user.remove_prefix(prefix.size());
    return user.starts_with(namespace_) && user[namespace_.size()] == ':' && user.ends_with(name);
}

const api::Subject* subjectFor(const api::List<api::Subject>& subjects, std::string_view home, const Identity& identity)
{
    const auto found = std::find_if(subjects.begin(), subjects.end(),
        [&](const api::Subject& subject) { return appliesTo(subject, home, identity); });
    return found == subjects.end() ? nullptr : found;
}

// Names seldom need an escape, and every request that is allowed is told by whom.
void appendQuoted(std::string& text, std::string_view name)
{
    const bool plain = std::all_of(name.begin(), name.end(),
        [](char letter) { return letter >= ' ' && letter <= '~' && letter != '"' && letter != '\\'; });
    if (!plain) {
        text += goQuoted(name);
        return;
    }
    text += '"';
    text += name;
    text += '"';
}

void appendQuoted(std::string& text, std::string_view name, std::string_view namespace_)
{
    std::string both;
    both.reserve(name.size() + 1 + namespace_.size());
    both += name;
    both += '/';
    both += namespace_;
    appendQuoted(text, both);
}

} // namespace

std::string Grant::text() const
{
    const std::string_view home = clusterWide ? std::string_view() : binding.namespace_.view();
    std::string text;
    text.reserve(192); // enough for most
    text += clusterWide ? "ClusterRoleBinding " : "RoleBinding ";
    if (clusterWide)
        appendQuoted(text, binding.name);
    else
        appendQuoted(text, binding.name, home);
    text += " of ";
    text += role.kind.view();
    text += ' ';
    appendQuoted(text, role.name);
    text += " to ";
    text += subject.kind.view();
    text += ' ';
    if (subject.kind == "ServiceAccount")
        appendQuoted(text, subject.name, subject.namespace_.empty() ? home : subject.namespace_.view());
    else
        appendQuoted(text, subject.name);
    return text;
}

bool appliesTo(const api::Subject& subject, std::string_view home, const Identity& identity)
{
    const std::string_view kind = subject.kind;
    if (kind == "Group")
        return identity.memberOf(subject.name);
    if (kind == "User")
        return subject.name == identity.user;
    if (kind != "ServiceAccount")
        return false;
    const std::string_view namespace_ = subject.namespace_.empty() ? home : subject.namespace_.view();
    return !namespace_.empty() && isServiceAccount(identity.user, namespace_, subject.name);
}

void visitGrants(const State& state, const Identity& identity, std::string_view namespace_, GrantVisitor& visitor)
{
    struct Walk {
        const Identity& identity;
        std::string_view namespace_;
        GrantVisitor& visitor;
        bool more = true;
    } walk{identity, namespace_, visitor};

    state.store.tree(kinds().clusterRoleBindings).visit([&walk](const api::ObjectPtr& object) {
        const api::ClusterRoleBinding& binding = *object.as<api::ClusterRoleBinding>();
        if (const api::Subject* const subject = subjectFor(binding.subjects, {}, walk.identity))
            walk.more = walk.visitor.visit({binding.metadata, binding.roleRef, *subject, true});
        return walk.more;
    });
    if (!walk.more || namespace_.empty())
        return;
    state.store.tree(kinds().roleBindings).visit({namespace_, {}}, [&walk](const api::ObjectPtr& object) {
        const api::RoleBinding& binding = *object.as<api::RoleBinding>();
        if (!(binding.metadata.namespace_ == walk.namespace_))
            return false;
        if (const api::Subject* const subject = subjectFor(binding.subjects, walk.namespace_, walk.identity))
            walk.more = walk.visitor.visit({binding.metadata, binding.roleRef, *subject, false});
        return walk.more;
    });
}

BoundRole boundRole(const State& state, const api::RoleRef& role, std::string_view home)
{
    BoundRole bound;
    const bool ofCluster = role.kind == "ClusterRole";
    if (!ofCluster && !(role.kind == "Role")) {
        bound.missing = "unsupported role reference kind: " + goQuoted(role.kind);
        return bound;
    }
    const api::Kind& kind = ofCluster ? kinds().clusterRoles : kinds().roles;
    const std::string_view space = ofCluster ? std::string_view() : home;
    bound.object = state.store.tree(resourceId(kind)).find({space, role.name});
    if (const auto* const found = bound.object.as<api::ClusterRole>())
        bound.rules = &found->rules;
    else if (const auto* const local = bound.object.as<api::Role>())
        bound.rules = &local->rules;
    else
        bound.missing =
            (ofCluster ? "clusterrole." : "role.") + std::string(rbacGroup) + " " + goQuoted(role.name) + " not found";
    return bound;
}

HeldRules rulesHeldBy(const State& state, const Identity& identity, std::string_view namespace_)
{
    HeldRules held;
    visitGrants(state, identity, namespace_, [&](const Grant& grant) {
        BoundRole role = boundRole(state, grant.role, grant.binding.namespace_);
        if (role.rules)
            held.rules.insert(held.rules.end(), role.rules->begin(), role.rules->end());
        else
            held.troubles.push_back(std::move(role.missing));
        return true;
    });
    return held;
}

std::string HeldRules::trouble() const
{
    return aggregated(troubles);
}

std::string aggregated(const std::vector<std::string>& errors)
{
    std::vector<std::string_view> seen;
    std::string text;
    for (const std::string& error : errors) {
        if (std::find(seen.begin(), seen.end(), error) != seen.end())
            continue;
        if (!seen.empty())
            text += ", ";
        text += error;
        seen.push_back(error);
    }
    return seen.size() > 1 ? "[" + text + "]" : text;
}

} // namespace kubarium::apiserver
