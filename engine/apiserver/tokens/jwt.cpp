#include "jwt.h"

#include "base64url.h"

#include "api/encode.h"
#include "api/tree.h"

namespace kubarium::apiserver {

namespace {

constexpr std::string_view algorithm = "EdDSA"; // RFC 8037
constexpr std::size_t longest = 64 * 1024;

// Nothing if the part is not the base64 of a JSON object.
std::optional<api::Value> objectIn(std::string_view part)
{
    const std::optional<std::string> json = decodedBase64Url(part);
    if (!json)
        return std::nullopt;
    const api::ParsedJson parsed = api::parseJson(*json);
    if (parsed.error || !parsed.document.duplicates.empty() || parsed.document.root.kind != api::NodeKind::Mapping)
        return std::nullopt;
    return api::toValue(parsed.document.root);
}

} // namespace

std::string signedToken(const SigningKey& key, const api::Value& claims)
{
    api::Value header;
    header.editObject().set("alg", api::Text(algorithm));
    header.editObject().set("kid", api::Text(key.id()));
    const std::string message = base64Url(api::toJson(header)) + '.' + base64Url(api::toJson(claims));
    return message + '.' + base64Url(key.signature(message));
}

ParsedToken parsedToken(const SigningKey& key, std::string_view token)
{
    ParsedToken parsed;
    const std::size_t first = token.find('.');
    const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos || token.size() > longest
        || token.find('.', second + 1) != std::string_view::npos)
        return parsed;
    const std::optional<api::Value> header = objectIn(token.substr(0, first));
    const std::optional<api::Value> claims = objectIn(token.substr(first + 1, second - first - 1));
    const std::optional<std::string> signature = decodedBase64Url(token.substr(second + 1));
    if (!header || !claims || !signature)
        return parsed;
    parsed.header = *header;
    parsed.claims = *claims;
    using State = ParsedToken::State;
    parsed.state = !(parsed.header["alg"].text() == algorithm) || !parsed.header["crit"].isNull()
        ? State::OtherAlgorithm
        : !(parsed.header["kid"].text() == key.id())         ? State::OtherKey
        : !key.verifies(token.substr(0, second), *signature) ? State::BadSignature
                                                             : State::Good;
    return parsed;
}

} // namespace kubarium::apiserver
