// JSON Web Tokens, signed with Ed25519: header.claims.signature, each in base64url.
//
// One algorithm and one key are known. A header that names another is refused before its signature is looked at, so "none"
// is no signature here.
#pragma once

#include "signingkey.h"

#include "api/value.h"

namespace kubarium::apiserver {

std::string signedToken(const SigningKey& key, const api::Value& claims);

// A token taken apart, with nothing believed yet.
struct ParsedToken {
    enum class State : std::uint8_t { Malformed, OtherAlgorithm, OtherKey, BadSignature, Good };
    State state = State::Malformed;
    api::Value header;
    api::Value claims; // set unless it is malformed; to be believed only if it is good
};

ParsedToken parsedToken(const SigningKey& key, std::string_view token);

} // namespace kubarium::apiserver
