// The keys of a cluster, made from its seed and the secret of its session: with the same two they are the same again, so
// tokens and certificates outlive a rewind, a fork and the end of the program.
//
//   seed, secret ──HKDF──▶ "token key"        signs the tokens of ServiceAccounts
//                 └──────▶ "authority key"    signs certificates; its own is what kube-root-ca.crt shows
//
// What depends on the secret stands outside the history hash: two sessions with the same seed have the same history.
#pragma once

#include "authority.h"
#include "signingkey.h"

namespace kubarium::apiserver {

// Made once for a session and kept with it, where nobody else can read it. All noughts: no secret at all, as in tests.
using SessionSecret = std::array<std::uint8_t, 32>;

// A new one, from the system's source of chance; nothing if that fails.
std::optional<SessionSecret> newSessionSecret();

class SessionKeys {
public:
    SessionKeys(std::uint64_t seed, const SessionSecret& secret);

    const SigningKey& tokens() const { return m_tokens; }

    const Authority& authority() const { return m_authority; }

private:
    SigningKey m_tokens;
    Authority m_authority;
};

} // namespace kubarium::apiserver
