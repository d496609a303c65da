// Whether a bearer token is good, and whose it is.
//
// The signature must be this session's, the virtual clock must stand between its beginning and its end, it must be meant
// for whom it is shown to, and everything it names must still be there, with the same uid: the ServiceAccount, and the
// Pod, Node or Secret to which it is bound. Nothing is remembered, so a token is as good in a fork or after a rewind as
// the objects there make it.
#pragma once

#include "../request.h"
#include "../state.h"

#include <span>

namespace kubarium::apiserver {

struct TokenVerdict {
    IdentityPtr identity; // null: the token is not good
    std::vector<std::string> audiences; // of those asked for, the ones for whom it is meant
    std::string error; // the server's own words; empty if it does not know this kind of token at all
    std::string why; // for people: what would have to be different
};

TokenVerdict verdictOn(const State& state, std::string_view token, std::span<const std::string> audiences);

// For whom tokens are that the API server itself accepts.
std::span<const std::string> serverAudiences();

} // namespace kubarium::apiserver
