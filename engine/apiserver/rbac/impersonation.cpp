#include "impersonation.h"

#include "../refusals.h"

#include "api/names.h"

#include <algorithm>
#include <charconv>

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

std::string inLowerCase(std::string_view text)
{
    std::string lower(text);
    for (char& letter : lower) {
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    }
    return lower;
}

// What %XX stands for; a text with a broken escape is taken as it is.
std::string unescaped(const std::string& text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            plain += text[i];
            continue;
        }
        unsigned byte = 0;
        const char* const first = text.data() + i + 1;
        if (text.size() - i < 3 || std::from_chars(first, first + 2, byte, 16).ptr != first + 2)
            return text;
        plain += static_cast<char>(byte);
        i += 2;
    }
    return plain;
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

bool Impersonation::note(std::string_view header, std::string_view value)
{
    static constexpr std::string_view extraPrefix = "impersonate-extra-";
    const std::string name = inLowerCase(header);
    if (name == "impersonate-user") {
        if (user.empty()) // the first counts
            user = value;
    } else if (name == "impersonate-uid") {
        if (uid.empty())
            uid = value;
    } else if (name == "impersonate-group") {
        groups.emplace_back(value);
    } else if (name.starts_with(extraPrefix)) {
        const std::string key = unescaped(name.substr(extraPrefix.size()));
        const auto known = std::find_if(extra.begin(), extra.end(), [&](const auto& one) { return one.first == key; });
        if (known == extra.end())
            extra.push_back({key, {std::string(value)}});
        else
            known->second.emplace_back(value);
    } else {
        return false;
    }
    return true;
}

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
