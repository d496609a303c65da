// Acting as somebody else: Impersonate-User, -Uid, -Group and -Extra-*.
//
// Each thing that is claimed needs the verb `impersonate` on it: the user or service account, each group, each value of
// the extras, the uid. The first that the real user may not is refused. Whoever is left is that somebody and nobody more:
// of the real user nothing stays.
#pragma once

#include "../authorization.h"

#include <utility>
#include <vector>

namespace kubarium::apiserver {

struct Impersonation {
    std::string user;
    std::string uid;
    std::vector<std::string> groups;
    std::vector<std::pair<std::string, std::vector<std::string>>> extra; // keys in lower case, unescaped

    // Takes in one header of a request; false if it is about something else. Names are compared in any case, and a key
    // may be written with escapes: Impersonate-Extra-Acme.com%2Fproject.
    bool note(std::string_view header, std::string_view value);

    bool wanted() const { return !user.empty() || !uid.empty() || !groups.empty() || !extra.empty(); }
};

api::Result<IdentityPtr> impersonated(
    const Authorizers& authorizers, const State& state, const Identity& real, const Impersonation& wish);

} // namespace kubarium::apiserver
