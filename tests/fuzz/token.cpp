// A bearer token of anybody's making. It is never good: nobody but the cluster has its key. Nor is the cluster's own token
// after it was changed, wherever that was; and what its claims say is read without believing any of it.
#include "api/encode.h"
#include "apiserver/tokens/base64url.h"
#include "apiserver/tokens/claims.h"
#include "apiserver/tokens/jwt.h"
#include "apiserver/tokens/sessionkeys.h"
#include "apiserver/tokens/verification.h"

#include <cstdint>
#include <cstdlib>

using namespace kubarium;
using namespace kubarium::apiserver;

namespace {

void require(bool promise)
{
    if (!promise)
        std::abort();
}

const std::shared_ptr<const SessionKeys>& keys()
{
    static const auto made = std::make_shared<const SessionKeys>(1, SessionSecret{7});
    return made;
}

const std::string& token()
{
    static const std::string made = [] {
        LegacyClaims claims;
        claims.namespace_ = "default";
        claims.secret = "key";
        claims.account = {"robot", "uid"};
        return signedToken(keys()->tokens(), claims.json());
    }();
    return made;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    State state(1);
    state.keys = keys();
    const TokenVerdict verdict = verdictOn(state, text, serverAudiences());
    require(!verdict.identity && !verdict.why.empty());
    require(text == token() || parsedToken(keys()->tokens(), text).state != ParsedToken::State::Good);

    // As claims that are signed: they are read, and no object of theirs is there.
    const api::ParsedJson json = api::parseJson(text);
    if (!json.error) {
        const api::Value claims = api::toValue(json.document.root);
        if (claims.isObject()) {
            require(!verdictOn(state, signedToken(keys()->tokens(), claims), serverAudiences()).identity);
            BoundClaims::of(BoundClaims::of(claims).json());
            LegacyClaims::of(LegacyClaims::of(claims).json());
        }
    }

    // The cluster's own, with one byte changed and some cut off.
    if (size >= 3) {
        std::string changed = token();
        const std::size_t at = (data[0] + 256U * data[1]) % changed.size();
        changed[at] = static_cast<char>(data[2]);
        require(changed == token() || parsedToken(keys()->tokens(), changed).state != ParsedToken::State::Good);
    }
    if (const auto bytes = decodedBase64Url(text))
        require(base64Url(*bytes) == text);
    return 0;
}
