#include "looked.h"

#include "grants.h"
#include "rules.h"

#include "../resources.h"

#include "api/goformat.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

using api::goQuoted;
using At = Looked::At;

store::ResourceId bindings(std::string_view kind)
{
    return resourceId(*api::findKind("rbac.authorization.k8s.io", "v1", kind));
}

std::string asked(const AccessQuestion& question)
{
    if (!question.path.empty())
        return std::string(question.path);
    std::string text(question.resource);
    if (!question.subresource.empty())
        text += "/" + std::string(question.subresource);
    return text;
}

std::string sentenceFor(At at, const AccessQuestion& question, const api::RoleRef& role)
{
    const std::string what = asked(question);
    switch (at) {
    case At::Subject:
        return "none of its subjects is the user or one of the user's groups";
    case At::Namespace:
        return "it grants only within its own namespace";
    case At::Role:
        return role.kind.str() + " " + goQuoted(role.name) + " does not exist";
    case At::Kind:
        return question.path.empty() ? "its role has no rule for resources" : "its role has no rule for paths";
    case At::Group:
        return "no rule of its role names API group " + goQuoted(question.group);
    case At::Resource:
        return "no rule of its role names " + what + " in API group " + goQuoted(question.group);
    case At::Path:
        return "no rule of its role names the path " + what;
    case At::Verb:
        return "its rules for " + what + " do not name the verb " + std::string(question.verb);
    case At::Name:
        return question.name.empty() ? "its rules for " + what + " are for objects of certain names only"
                                     : "its rules for " + what + " do not name " + goQuoted(question.name);
    case At::Nothing:
        break;
    }
    return "it allows this";
}

At nearest(const api::List<api::PolicyRule>& rules, const AccessQuestion& question)
{
    static constexpr At places[] = {At::Kind, At::Group, At::Resource, At::Path, At::Verb, At::Name, At::Nothing};
    Miss best = Miss::Kind;
    for (const api::PolicyRule& rule : rules)
        best = std::max(best, missOf(rule, question));
    return places[static_cast<std::size_t>(best)];
}

struct Binding {
    const api::ObjectPtr& object;
    const api::RoleRef& role;
    const api::List<api::Subject>& subjects;
    std::string_view home; // empty: cluster-wide
};

Looked look(const State& state, const AccessQuestion& question, const Binding& binding)
{
    const std::string name = binding.object.meta().name.str();
    Looked looked;
    looked.object = binding.object;
    looked.binding = (binding.home.empty() ? "ClusterRoleBinding " + goQuoted(name)
                                           : "RoleBinding " + goQuoted(name + "/" + std::string(binding.home)))
        + " of " + binding.role.kind.str() + " " + goQuoted(binding.role.name);
    const bool applies = std::any_of(binding.subjects.begin(), binding.subjects.end(),
        [&](const api::Subject& subject) { return appliesTo(subject, binding.home, question.identity); });
    if (!applies) {
        looked.at = At::Subject;
    } else if (!binding.home.empty() && binding.home != question.namespace_) {
        looked.at = At::Namespace;
    } else {
        BoundRole role = boundRole(state, binding.role, binding.home);
        looked.at = role.rules ? nearest(*role.rules, question) : At::Role;
        looked.role = std::move(role.object);
    }
    looked.sentence = sentenceFor(looked.at, question, binding.role);
    return looked;
}

} // namespace

std::vector<Looked> lookedAt(const State& state, const AccessQuestion& question)
{
    std::vector<Looked> all;
    state.store.tree(bindings("ClusterRoleBinding")).visit([&](const api::ObjectPtr& object) {
        const auto& binding = *object.as<api::ClusterRoleBinding>();
        all.push_back(look(state, question, {object, binding.roleRef, binding.subjects, {}}));
        return true;
    });
    state.store.tree(bindings("RoleBinding")).visit([&](const api::ObjectPtr& object) {
        const auto& binding = *object.as<api::RoleBinding>();
        const std::string_view home = binding.metadata.namespace_;
        Looked looked = look(state, question, {object, binding.roleRef, binding.subjects, home});
        if (home == question.namespace_ || looked.at == At::Namespace)
            all.push_back(std::move(looked));
        return true;
    });
    return all;
}

} // namespace kubarium::apiserver
