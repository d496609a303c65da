#include "authorizer.h"

#include "grants.h"
#include "rules.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

class Rbac final : public Authorizer {
public:
    std::string_view name() const override { return "RBAC"; }

    Decision decide(const State& state, const AccessQuestion& question) const override
    {
        return decidedByRoles(state, question);
    }

    void listRules(const State& state, const Identity& identity, std::string_view namespace_,
        api::SubjectRulesReviewStatus& status) const override
    {
        const HeldRules held = rulesHeldBy(state, identity, namespace_);
        for (const api::PolicyRule& rule : held.rules) {
            if (!rule.resources.empty())
                status.resourceRules.push_back({rule.verbs, rule.apiGroups, rule.resources, rule.resourceNames});
            if (!rule.nonResourceURLs.empty())
                status.nonResourceRules.push_back({rule.verbs, rule.nonResourceURLs});
        }
        std::vector<std::string> troubles = held.troubles;
        if (!status.evaluationError.empty()) // of an authorizer that was asked before
            troubles.insert(troubles.begin(), status.evaluationError.str());
        if (!troubles.empty())
            status.evaluationError = aggregated(troubles);
    }
};

} // namespace

Decision decidedByRoles(const State& state, const AccessQuestion& question)
{
    Decision decision;
    std::vector<std::string> troubles;
    visitGrants(state, question.identity, question.namespace_, [&](const Grant& grant) {
        BoundRole role = boundRole(state, grant.role, grant.binding.namespace_);
        if (!role.rules) {
            troubles.push_back(std::move(role.missing));
            return true;
        }
        const auto isAllowed = [&](const api::PolicyRule& rule) { return allows(rule, question); };
        if (std::none_of(role.rules->begin(), role.rules->end(), isAllowed))
            return true;
        decision.verdict = Decision::Verdict::Allow;
        decision.why = "RBAC: allowed by " + grant.text();
        return false;
    });
    if (!decision.allowed() && !troubles.empty())
        decision.why = "RBAC: " + aggregated(troubles);
    return decision;
}

std::unique_ptr<Authorizer> rbacAuthorizer()
{
    return std::make_unique<Rbac>();
}

} // namespace kubarium::apiserver
