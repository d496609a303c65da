// A certificate and its key as Go's tls.X509KeyPair takes them: the API server warns about a Secret that no web
// server could use.
#pragma once

#include <string>
#include <string_view>

namespace kubarium::api {

// Go's objection to the pair; empty if the two fit.
std::string objectionToKeyPair(std::string_view certificatePem, std::string_view keyPem);

} // namespace kubarium::api
