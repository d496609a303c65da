#include "verification.h"

#include "claims.h"
#include "jwt.h"

#include "../rbac/coverage.h"
#include "../refusals.h"
#include "../resources.h"
#include "sessionkeys.h"

#include "api/types/core-config.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

// Clocks differ a little, and who is just being deleted may still say goodbye.
constexpr api::Seconds leeway{60};
constexpr std::string_view invalidated = "service account token has been invalidated";

const api::Kind& coreKind(std::string_view name)
{
    return *api::findKind("", "v1", name);
}

TokenVerdict refused(std::string error, std::string why)
{
    TokenVerdict verdict;
    verdict.error = std::move(error);
    verdict.why = std::move(why);
    return verdict;
}

// Of a token that is none of this cluster's, a server says nothing in particular.
TokenVerdict unknown(std::string why)
{
    return refused({}, std::move(why));
}

bool isDeletedBefore(const api::ObjectPtr& object, api::Time moment)
{
    const api::Time deleted = object.meta().deletionTimestamp;
    return deleted && deleted < moment;
}

std::vector<std::string> common(std::span<const std::string> meant, std::span<const std::string> asked)
{
    std::vector<std::string> both;
    std::copy_if(meant.begin(), meant.end(), std::back_inserter(both),
        [&](const std::string& one) { return std::find(asked.begin(), asked.end(), one) != asked.end(); });
    return both;
}

std::string listed(std::span<const std::string> words)
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

TokenVerdict wrongAudience(std::span<const std::string> meant, std::span<const std::string> asked)
{
    return refused(
        "token audiences " + goQuotedList(meant) + " is invalid for the target audiences " + goQuotedList(asked),
        "the token is meant for " + listed(meant) + ", not for " + listed(asked));
}

// Reads the claims against the cluster as it is now.
class Reading {
public:
    Reading(const State& state, const BoundClaims& claims) : m_state(state), m_claims(claims) { }

    // Nothing if the token is good.
    std::optional<TokenVerdict> objection() const
    {
        if (auto found = objectionToTime())
            return found;
        if (auto found = objectionToAccount())
            return found;
        if (auto found = objectionTo("Secret", m_claims.namespace_, m_claims.secret))
            return found;
        if (auto found = objectionTo("Pod", m_claims.namespace_, m_claims.pod))
            return found;
        // The node of a pod's token is told, and not asked for.
        return m_claims.pod.given() ? std::nullopt : objectionTo("Node", {}, m_claims.node);
    }

private:
    std::optional<TokenVerdict> objectionToTime() const
    {
        const api::Time now = api::Time::sinceEpoch(std::chrono::floor<api::Seconds>(m_state.now.sinceEpoch()));
        const api::Time begins = m_claims.notBefore.value_or(m_claims.issued);
        if (now + leeway < begins)
            return refused("service account token is not valid yet",
                "the token is not valid before " + begins.text() + ", and the clock shows " + now.text());
        if (now - leeway > m_claims.expires)
            return refused("service account token has expired",
                "the token has expired at " + m_claims.expires.text() + ", and the clock shows " + now.text());
        if (now + leeway < m_claims.issued)
            return refused("service account token is issued in the future",
                "the token is issued at " + m_claims.issued.text() + ", and the clock shows " + now.text());
        return std::nullopt;
    }

    std::optional<TokenVerdict> objectionToAccount() const
    {
        const api::Kind& kind = coreKind("ServiceAccount");
        const std::string& name = m_claims.account.name;
        const api::ObjectPtr account = m_state.store.find(keyOf(kind, m_claims.namespace_, name));
        const std::string who = "the ServiceAccount " + m_claims.namespace_ + "/" + name;
        if (!account)
            return refused(refusals::notFound(kind, name).message, who + " of this token is gone");
        if (!(account.meta().uid == m_claims.account.uid))
            return refused("service account UID (" + account.meta().uid.str() + ") does not match claim ("
                    + m_claims.account.uid + ")",
                who + " was made anew since; the token is of the one before");
        if (isDeletedBefore(account, m_state.now - leeway))
            return refused(
                "service account " + m_claims.namespace_ + "/" + name + " has been deleted", who + " is being deleted");
        return std::nullopt;
    }

    std::optional<TokenVerdict> objectionTo(
        std::string_view kindName, std::string_view home, const NameAndUid& bound) const
    {
        if (!bound.given())
            return std::nullopt;
        const api::ObjectPtr object = m_state.store.find(keyOf(coreKind(kindName), home, bound.name));
        const std::string which =
            "the " + std::string(kindName) + " " + (home.empty() ? "" : std::string(home) + "/") + bound.name;
        if (!object)
            return refused(std::string(invalidated), which + " to which the token is bound is gone");
        if (!(object.meta().uid == bound.uid)) {
            std::string word(kindName);
            word.front() = static_cast<char>(word.front() | 0x20);
            return refused(word + " UID (" + object.meta().uid.str() + ") does not match service account " + word
                    + " ref claim (" + bound.uid + ")",
                which + " was made anew since; the token is bound to the one before");
        }
        if (isDeletedBefore(object, m_state.now - leeway))
            return refused(std::string(invalidated), which + " to which the token is bound is being deleted");
        return std::nullopt;
    }

    const State& m_state;
    const BoundClaims& m_claims;
};

std::shared_ptr<Identity> accountIdentity(const std::string& namespace_, const NameAndUid& account)
{
    auto identity = std::make_shared<Identity>();
    identity->user = accountUser(namespace_, account.name);
    identity->uid = account.uid;
    identity->groups = {"system:serviceaccounts", "system:serviceaccounts:" + namespace_, "system:authenticated"};
    return identity;
}

IdentityPtr identityIn(const BoundClaims& claims)
{
    auto identity = accountIdentity(claims.namespace_, claims.account);
    const auto tell = [&](std::string_view key, const std::string& value) {
        if (!value.empty())
            identity->extra["authentication.kubernetes.io/" + std::string(key)] = {value};
    };
    tell("credential-id", claims.id.empty() ? claims.id : "JTI=" + claims.id);
    tell("pod-name", claims.pod.name);
    tell("pod-uid", claims.pod.uid);
    tell("node-name", claims.node.name);
    tell("node-uid", claims.node.uid);
    return identity;
}

TokenVerdict boundVerdict(const State& state, const BoundClaims& claims, std::span<const std::string> asked)
{
    std::vector<std::string> audiences = common(claims.audiences, asked);
    if (audiences.empty())
        return wrongAudience(claims.audiences, asked);
    if (auto objection = Reading(state, claims).objection())
        return *std::move(objection);
    return {identityIn(claims), std::move(audiences), {}, {}};
}

// A token in a Secret is good as long as it stands there.
TokenVerdict legacyVerdict(
    const State& state, std::string_view token, const LegacyClaims& claims, std::span<const std::string> asked)
{
    std::vector<std::string> audiences = common(serverAudiences(), asked);
    if (audiences.empty())
        return wrongAudience(serverAudiences(), asked);
    if (claims.subject != accountUser(claims.namespace_, claims.account.name))
        return refused("sub claim is invalid", "the token names two different accounts");
    const std::string place = "the Secret " + claims.namespace_ + "/" + claims.secret;
    const api::ObjectPtr found = state.store.find(keyOf(coreKind("Secret"), claims.namespace_, claims.secret));
    if (!found || found.meta().deletionTimestamp)
        return refused("Token has been invalidated", place + " in which the token stood is gone");
    if (!(found.as<api::Secret>()->data.valueOr("token", {}) == token))
        return refused("Token does not match server's copy", place + " holds another token now");
    const api::Kind& kind = coreKind("ServiceAccount");
    const std::string& name = claims.account.name;
    const std::string who = "the ServiceAccount " + claims.namespace_ + "/" + name;
    const api::ObjectPtr account = state.store.find(keyOf(kind, claims.namespace_, name));
    if (!account)
        return refused(refusals::notFound(kind, name).message, who + " of this token is gone");
    if (account.meta().deletionTimestamp)
        return refused(
            "ServiceAccount " + claims.namespace_ + "/" + name + " has been deleted", who + " is being deleted");
    if (!(account.meta().uid == claims.account.uid))
        return refused(
            "ServiceAccount UID (" + account.meta().uid.str() + ") does not match claim (" + claims.account.uid + ")",
            who + " was made anew since; the token is of the one before");
    return {accountIdentity(claims.namespace_, claims.account), std::move(audiences), {}, {}};
}

} // namespace

std::span<const std::string> serverAudiences()
{
    static const std::vector<std::string> audiences = {std::string(clusterIssuer)};
    return audiences;
}

TokenVerdict verdictOn(const State& state, std::string_view token, std::span<const std::string> audiences)
{
    if (!state.keys)
        return unknown("this cluster issues no tokens");
    const ParsedToken parsed = parsedToken(state.keys->tokens(), token);
    using Found = ParsedToken::State;
    if (parsed.state == Found::Malformed)
        return unknown("the token is no JSON Web Token");
    const std::string issuer = parsed.claims["iss"].text().str();
    if (issuer != clusterIssuer && issuer != legacyIssuer)
        return unknown(issuer.empty() ? "the token does not say who issued it"
                                      : "the token was issued by " + issuer + ", not by this cluster");
    if (parsed.state == Found::OtherAlgorithm)
        return unknown(
            "the token is signed with \"" + parsed.header["alg"].text().str() + "\"; only EdDSA is accepted");
    if (parsed.state == Found::OtherKey)
        return unknown(
            "the token was signed with a key that is not this cluster's: it is of another session, or forged");
    if (parsed.state == Found::BadSignature)
        return refused("go-jose/go-jose: error in cryptographic primitive",
            "the token's signature does not fit what it says: it is forged, or was changed on its way");
    return issuer == legacyIssuer ? legacyVerdict(state, token, LegacyClaims::of(parsed.claims), audiences)
                                  : boundVerdict(state, BoundClaims::of(parsed.claims), audiences);
}

} // namespace kubarium::apiserver
