// By which others can check the cluster's tokens without asking it: who issues them, and the public half of the key that
// signs them (OpenID Connect discovery).
#pragma once

#include "signingkey.h"

namespace kubarium::apiserver {

// /.well-known/openid-configuration; `address`: host:port of the server.
std::string issuerConfiguration(std::string_view address);
// /openid/v1/jwks
std::string issuerKeys(const SigningKey& key);

} // namespace kubarium::apiserver
