#include "impersonation.h"

#include "../refusals.h"

#include "api/names.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

constexpr std::string_view authentication = "authentication.k8s.io";
constexpr std::string_view anonymous = "system:anonymous";
constexpr std::string_view authenticated = "system:authenticated";
constexpr std::string_view unauthenticated = "system:unauthenticated";

// One thing that is claimed. The kind is the one that Kubernetes' own sentences name.
struct Claim {
    std::string_view kind;
    std::string_view group;
    std::string_view resource;
    std::string namespace_;
    std::string name;
    std::string key; // of an extra
};

struct AccountName {
    std::string_view namespace_;
    std::string_view name;
};

std::optional<AccountName> accountIn(std::string_view user)
{
    static constexpr std::string_view prefix = "system:serviceaccount:";
    if (!user.starts_with(prefix))
        return std::nullopt;
    user.remove_prefix(prefix.size());
    const std::size_t colon = user.find(':');
    if (colon == std::string_view::npos || user.find(':', colon + 1) != std::string_view::npos)
        return std::nullopt;
    const AccountName account{user.substr(0, colon), user.substr(colon + 1)};
    if (!api::isDns1123Label(account.namespace_).empty() || !api::isDns1123Subdomain(account.name).empty())
        return std::nullopt;
    return account;
}

std::vector<Claim> claimsIn(const Impersonation& wish)
{
    std::vector<Claim> claims;
    if (const auto account = accountIn(wish.user))
        claims.push_back({"ServiceAccount", "", "serviceaccounts", std::string(account->namespace_),
            std::string(account->name), ""});
    else if (!wish.user.empty())
        claims.push_back({"User", "", "users", "", wish.user, ""});
    for (const std::string& group : wish.groups)
        claims.push_back({"Group", "", "groups", "", group, ""});
    for (const auto& [key, values] : wish.extra) {
        for (const std::string& value : values)
            claims.push_back({"UserExtra", authentication, "userextras", "", value, key});
    }
    if (!wish.uid.empty())
        claims.push_back({"UID", authentication, "uids", "", wish.uid, ""});
    return claims;
}

// As Go prints the references that the server makes of the headers.
std::string printed(const std::vector<Claim>& claims)
{
    std::string text;
    for (const Claim& claim : claims) {
        const std::string version = claim.group.empty() ? "" : std::string(claim.group) + "/v1";
        text += (text.empty() ? "{" : " {") + std::string(claim.kind) + " " + claim.namespace_ + " " + claim.name + "  "
            + version + "  " + claim.key + "}";
    }
    return "[" + text + "]";
}

// The server leaves nobody without the group that tells whether he is known.
void addStanding(Identity& identity)
{
    const auto isOneOf = [](const std::string& group) { return group == authenticated || group == unauthenticated; };
    if (identity.user == anonymous) {
        if (!identity.memberOf(unauthenticated))
            identity.groups.emplace_back(unauthenticated);
    } else if (std::none_of(identity.groups.begin(), identity.groups.end(), isOneOf)) {
        identity.groups.emplace_back(authenticated);
    }
}

} // namespace

api::Result<IdentityPtr> impersonated(
    const Authorizers& authorizers, const State& state, const Identity& real, const Impersonation& wish)
{
    const std::vector<Claim> claims = claimsIn(wish);
    if (wish.user.empty())
        return api::Status{500, "InternalError",
            "Internal error occurred: requested " + printed(claims) + " without impersonating a user", {}};
    for (const Claim& claim : claims) {
        const AccessQuestion question{real, "impersonate", claim.group, claim.group.empty() ? "" : "v1", claim.resource,
            claim.key, claim.namespace_, claim.name, {}, {}};
        const Authorizers::Answer answer = authorizers.decide(state, question);
        if (!answer.allowed())
            return refusals::notAllowed(question, answer.why);
    }
    Identity acted{wish.user, wish.uid, wish.groups, {}};
    for (const auto& [key, values] : wish.extra) {
        std::vector<std::string>& list = acted.extra[key];
        list.insert(list.end(), values.begin(), values.end());
    }
    const auto account = accountIn(wish.user);
    if (account && wish.groups.empty())
        acted.groups = {"system:serviceaccounts", "system:serviceaccounts:" + std::string(account->namespace_)};
    addStanding(acted);
    return std::make_shared<const Identity>(std::move(acted));
}

} // namespace kubarium::apiserver
