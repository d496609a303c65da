// Lists: what a selection matches at one revision, in pages if the client wants them, each page of the same revision.
#pragma once

#include "request.h"
#include "state.h"

namespace kubarium::apiserver {

api::Result<Page> list(const State& state, const Request& request);

// The token that a page ends with: where the next one begins, and at which revision.
struct ContinueToken {
    store::Revision revision = 0; // as the client counts
    std::string start; // "namespace/name" behind which it goes on
};

std::string encoded(const ContinueToken& token);
std::optional<ContinueToken> decodedToken(std::string_view text);

} // namespace kubarium::apiserver
