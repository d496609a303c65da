#include "authorization.h"

#include <algorithm>
#include <array>

namespace kubarium::apiserver {

namespace {

class Masters final : public Authorizer {
public:
    std::string_view name() const override { return "AlwaysAllow for system:masters"; }
    Decision decide(const State&, const Request& request) const override
    {
        if (!request.identity->memberOf("system:masters"))
            return {};
        return {Decision::Verdict::Allow, "member of group system:masters"};
    }
};

class Components final : public Authorizer {
public:
    std::string_view name() const override { return "Components"; }
    Decision decide(const State&, const Request& request) const override
    {
        static constexpr std::array<std::string_view, 5> users = {"system:apiserver", "system:kube-controller-manager", "system:kube-proxy",
                                                                  "system:kube-scheduler", "system:lab"};
        const std::string_view user = request.identity->user;
        const bool known = std::find(users.begin(), users.end(), user) != users.end()
                           || user.starts_with("system:serviceaccount:kube-system:")
                           || (user.starts_with("system:node:") && request.identity->memberOf("system:nodes"));
        if (!known)
            return {};
        return {Decision::Verdict::Allow, "component of the cluster"};
    }
};

} // namespace

std::unique_ptr<Authorizer> mastersAuthorizer() { return std::make_unique<Masters>(); }
std::unique_ptr<Authorizer> componentsAuthorizer() { return std::make_unique<Components>(); }

} // namespace kubarium::apiserver
