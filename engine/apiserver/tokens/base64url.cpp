#include "base64url.h"

#include "api/base64.h"

#include <algorithm>

namespace kubarium::apiserver {

std::string base64Url(std::string_view bytes)
{
    std::string text;
    api::appendBase64(text, bytes);
    while (text.ends_with('='))
        text.pop_back();
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return text;
}

std::optional<std::string> decodedBase64Url(std::string_view text)
{
    std::string standard(text);
    if (standard.find_first_of("+/=\r\n") != std::string::npos || standard.size() % 4 == 1)
        return std::nullopt;
    std::replace(standard.begin(), standard.end(), '-', '+');
    std::replace(standard.begin(), standard.end(), '_', '/');
    standard.append((4 - standard.size() % 4) % 4, '=');
    api::Base64 decoded = api::decodeBase64(standard);
    if (decoded.corruptAt || base64Url(decoded.bytes) != text)
        return std::nullopt;
    return std::move(decoded.bytes);
}

} // namespace kubarium::apiserver
