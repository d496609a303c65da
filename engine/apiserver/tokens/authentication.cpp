#include "authentication.h"

#include "verification.h"

#include "../refusals.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

// Nothing if the header is about something else, or says nothing.
std::optional<std::string_view> bearerTokenIn(std::string_view authorization)
{
    constexpr std::string_view bearer = "bearer ";
    while (authorization.starts_with(' '))
        authorization.remove_prefix(1);
    while (authorization.ends_with(' '))
        authorization.remove_suffix(1);
    const bool named = authorization.size() > bearer.size()
        && std::equal(
            bearer.begin(), bearer.end(), authorization.begin(), [](char a, char b) { return a == (b | 0x20); });
    if (!named)
        return std::nullopt;
    authorization.remove_prefix(bearer.size());
    const std::string_view token = authorization.substr(0, authorization.find(' '));
    return token.empty() ? std::nullopt : std::optional(token);
}

std::shared_ptr<Authentication> unauthorized(std::string by, std::string why)
{
    auto found = std::make_shared<Authentication>();
    found->by = std::move(by);
    found->what = std::move(why);
    found->refusal = refusals::unauthorized();
    return found;
}

// The real one, whoever he acts as.
Asker found(const State& state, const Credentials& credentials)
{
    auto known = std::make_shared<Authentication>();
    if (credentials.certificate) {
        known->by = "client certificate";
        return {credentials.certificate, std::move(known)};
    }
    if (const auto token = bearerTokenIn(credentials.authorization)) {
        TokenVerdict verdict = verdictOn(state, *token, serverAudiences());
        if (!verdict.identity)
            return {nullptr, unauthorized("bearer token", std::move(verdict.why))};
        known->by = "bearer token";
        return {std::move(verdict.identity), std::move(known)};
    }
    if (!credentials.certificateObjection.empty())
        return {nullptr, unauthorized("client certificate", credentials.certificateObjection)};
    known->by = "nothing shown";
    return {anonymous(), std::move(known)};
}

} // namespace

IdentityPtr anonymous()
{
    static const auto identity =
        std::make_shared<const Identity>(Identity{"system:anonymous", "", {"system:unauthenticated"}, {}});
    return identity;
}

Asker askerOf(const Authorizers& authorizers, const State& state, const Credentials& credentials)
{
    Asker asker = found(state, credentials);
    if (!asker.identity || !credentials.impersonation.wanted())
        return asker;
    auto acted = std::make_shared<Authentication>(*asker.authentication);
    acted->impersonator = asker.identity;
    api::Result<IdentityPtr> as = impersonated(authorizers, state, *asker.identity, credentials.impersonation);
    if (as) {
        asker.identity = *as;
    } else {
        asker.identity = nullptr;
        acted->refusal = as.status();
    }
    asker.authentication = std::move(acted);
    return asker;
}

Trace authenticationTrace(const Request& request)
{
    const Authentication* const shown = request.authentication.get();
    if (!shown)
        return {{Stage::Authentication, request.identity != nullptr, {},
            request.identity ? request.identity->user : "the request does not say who asks"}};
    if (request.identity)
        return {{Stage::Authentication, true, shown->by,
            shown->impersonator ? shown->impersonator->user + " acts as " + request.identity->user
                                : request.identity->user}};
    if (shown->impersonator) // he is known, but may not act as he wants
        return {{Stage::Authentication, true, shown->by, shown->impersonator->user},
            {Stage::Authorization, false, "impersonation", shown->refusal.message}};
    return {{Stage::Authentication, false, shown->by, shown->what}};
}

} // namespace kubarium::apiserver
