// Certificates and requests for them, as far as validation looks into them. Each function returns the server's
// objection to PEM text; empty if there is none.
#pragma once

#include <string>
#include <string_view>

namespace kubarium::api {

// Exactly a request, and signed with the key it asks a certificate for.
std::string objectionToCertificateRequest(std::string_view pem);
// Nothing at all, or certificates only.
std::string objectionToCertificates(std::string_view pem);
// At least one certificate that others can be checked with.
std::string objectionToCaBundle(std::string_view pem);

} // namespace kubarium::api
