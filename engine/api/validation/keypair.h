// A certificate and its key as tls.X509KeyPair takes them: the API server warns about a Secret that no web server
// could use.
#pragma once

#include <string>
#include <string_view>

namespace kubarium::api {

// Go's objection to the pair; empty if it fits, or if only elliptic arithmetic could tell.
std::string keyPairObjection(std::string_view certificatePem, std::string_view keyPem);

} // namespace kubarium::api
