// Bindings, as seen by somebody: which of them apply to him in a namespace, and which rules each of them brings.
//
// Cluster-wide ones come first, then those of the namespace, each in the order of their names; the first rule that allows
// decides, so this order is what an answer names.
#pragma once

#include "../authorization.h"

#include "api/types/rbac.h"

namespace kubarium::apiserver {

// One binding that applies, and by which of its subjects.
struct Grant {
    const api::ObjectMeta& binding;
    const api::RoleRef& role;
    const api::Subject& subject;
    bool clusterWide = false;

    // ClusterRoleBinding "admins" of ClusterRole "cluster-admin" to Group "ops"
    // RoleBinding "dev/shop" of Role "dev" to ServiceAccount "robot/shop"
    std::string text() const;
};

// Whether a subject of a binding means somebody. `home` is the binding's namespace, empty if it is cluster-wide.
bool appliesTo(const api::Subject& subject, std::string_view home, const Identity& identity);

// Calls visitor(const Grant&) until it answers false.
class GrantVisitor {
public:
    virtual bool visit(const Grant& grant) = 0;

protected:
    ~GrantVisitor() = default;
};

void visitGrants(const State& state, const Identity& identity, std::string_view namespace_, GrantVisitor& visitor);

template <class Visit>
void visitGrants(const State& state, const Identity& identity, std::string_view namespace_, Visit&& visit)
{
    struct Adapter final : GrantVisitor {
        explicit Adapter(Visit& visit) : visitOne(visit) { }

        bool visit(const Grant& grant) override { return visitOne(grant); }

        Visit& visitOne;
    } adapter(visit);

    visitGrants(state, identity, namespace_, static_cast<GrantVisitor&>(adapter));
}

// The role that a binding refers to. `home` is the namespace in which a Role is looked for.
struct BoundRole {
    api::ObjectPtr object; // null if there is none
    const api::List<api::PolicyRule>* rules = nullptr;
    std::string missing; // clusterrole.rbac.authorization.k8s.io "x" not found
};

BoundRole boundRole(const State& state, const api::RoleRef& role, std::string_view home);

// All rules that somebody has in a namespace, and what went wrong on the way, as Go prints several errors at once.
struct HeldRules {
    std::vector<api::PolicyRule> rules;
    std::vector<std::string> troubles;
    std::string trouble() const;
};

HeldRules rulesHeldBy(const State& state, const Identity& identity, std::string_view namespace_);

// Errors as one text: the only one as it is, several in brackets, each once.
std::string aggregated(const std::vector<std::string>& errors);

} // namespace kubarium::apiserver
