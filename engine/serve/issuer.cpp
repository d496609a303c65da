#include "issuer.h"

#include "apiserver/tokens/issuerdocuments.h"

namespace kubarium::serve {

Answer issuerAnswer(What what, const apiserver::SessionKeys& keys, std::string_view address)
{
    const bool wantsKeys = what == What::IssuerKeys;
    Answer answer;
    answer.contentType = wantsKeys ? "application/jwk-set+json" : "application/json";
    answer.headers.emplace_back("Cache-Control", "public, max-age=3600");
    answer.body = {wantsKeys ? apiserver::issuerKeys(keys.tokens()) : apiserver::issuerConfiguration(address)};
    return answer;
}

} // namespace kubarium::serve
