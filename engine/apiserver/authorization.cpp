#include "authorization.h"

#include <algorithm>
#include <array>

namespace kubarium::apiserver {

namespace {

using Verdict = Decision::Verdict;

class Masters final : public Authorizer {
public:
    std::string_view name() const override { return "AlwaysAllow for system:masters"; }

    Decision decide(const State&, const AccessQuestion& question) const override
    {
        if (!question.identity.memberOf("system:masters"))
            return {};
        return {Verdict::Allow, "member of group system:masters"};
    }

    void listRules(
        const State&, const Identity& identity, std::string_view, api::SubjectRulesReviewStatus& rules) const override
    {
        if (!identity.memberOf("system:masters"))
            return;
        rules.resourceRules.push_back({{"*"}, {"*"}, {"*"}, {}});
        rules.nonResourceRules.push_back({{"*"}, {"*"}});
    }
};

class Components final : public Authorizer {
public:
    std::string_view name() const override { return "Components"; }

    Decision decide(const State&, const AccessQuestion& question) const override
    {
        static constexpr std::array<std::string_view, 5> users = {"system:apiserver", "system:kube-controller-manager",
            "system:kube-proxy", "system:kube-scheduler", "system:lab"};
        const Identity& identity = question.identity;
        const bool known = std::find(users.begin(), users.end(), identity.user) != users.end()
            || identity.user.starts_with("system:serviceaccount:kube-system:")
            || (identity.user.starts_with("system:node:") && identity.memberOf("system:nodes"));
        if (!known)
            return {};
        return {Verdict::Allow, "component of the cluster"};
    }
};

class PublicInformation final : public Authorizer {
public:
    std::string_view name() const override { return "PublicInformation"; }

    Decision decide(const State&, const AccessQuestion& question) const override
    {
        static constexpr std::array<std::string_view, 5> forAll = {
            "/healthz", "/livez", "/readyz", "/version", "/version/"};
        static constexpr std::array<std::string_view, 3> forKnown = {"/api", "/apis", "/openapi"};
        const std::string_view path = question.path;
        if (question.verb != "get" || path.empty())
            return {};
        if (std::find(forAll.begin(), forAll.end(), path) != forAll.end())
            return {Verdict::Allow, "everybody may ask whether the server is well"};
        const bool discovery = std::any_of(forKnown.begin(), forKnown.end(), [&](std::string_view root) {
            return path == root || (path.starts_with(root) && path[root.size()] == '/');
        });
        const bool own = question.identity.memberOf("system:authenticated");
        if (own
            && (discovery || path.starts_with("/healthz/") || path.starts_with("/livez/")
                || path.starts_with("/readyz/")))
            return {Verdict::Allow, "every authenticated user may see what is served"};
        return {};
    }
};

} // namespace

AccessQuestion questionOf(const Request& request)
{
    const api::Kind& kind = *request.kind;
    return {*request.identity, text(request.verb), kind.group, kind.version, kind.resource, request.subresource,
        request.namespace_, request.name, {}, request.list.fieldSelector};
}

Authorizers::Answer Authorizers::decide(const State& state, const AccessQuestion& question) const
{
    Answer answer;
    for (const auto& authorizer : m_authorizers) {
        Decision decision = authorizer->decide(state, question);
        if (decision.verdict != Verdict::NoOpinion)
            return {{std::move(decision)}, authorizer->name()};
        if (!decision.why.empty())
            answer.why += (answer.why.empty() ? "" : ", ") + decision.why;
    }
    return answer;
}

api::SubjectRulesReviewStatus Authorizers::rules(
    const State& state, const Identity& identity, std::string_view namespace_) const
{
    api::SubjectRulesReviewStatus rules;
    for (const auto& authorizer : m_authorizers)
        authorizer->listRules(state, identity, namespace_, rules);
    return rules;
}

std::unique_ptr<Authorizer> mastersAuthorizer()
{
    return std::make_unique<Masters>();
}

std::unique_ptr<Authorizer> componentsAuthorizer()
{
    return std::make_unique<Components>();
}

std::unique_ptr<Authorizer> publicInformationAuthorizer()
{
    return std::make_unique<PublicInformation>();
}

} // namespace kubarium::apiserver
