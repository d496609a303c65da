#include "issuerdocuments.h"

#include "base64url.h"
#include "claims.h"

#include "../discovery/jsonwriter.h"

#include <openssl/evp.h>

namespace kubarium::apiserver {

std::string issuerConfiguration(std::string_view address)
{
    const auto list = [](std::string_view word) { return std::vector<std::string>{std::string(word)}; };
    JsonWriter json;
    json.beginObject()
        .member("issuer", clusterIssuer)
        .member("jwks_uri", std::string_view("https://" + std::string(address) + "/openid/v1/jwks"))
        .texts("response_types_supported", list("id_token"))
        .texts("subject_types_supported", list("public"))
        .texts("id_token_signing_alg_values_supported", list("EdDSA"))
        .endObject();
    return json.take();
}

std::string issuerKeys(const SigningKey& key)
{
    std::string raw(32, '\0');
    std::size_t size = raw.size();
    if (EVP_PKEY_get_raw_public_key(key.handle(), reinterpret_cast<unsigned char*>(raw.data()), &size) != 1)
        raw.clear();
    return R"({"keys":[{"use":"sig","kty":"OKP","kid":")" + key.id() + R"(","crv":"Ed25519","alg":"EdDSA","x":")"
        + base64Url(raw) + "\"}]}";
}

} // namespace kubarium::apiserver
