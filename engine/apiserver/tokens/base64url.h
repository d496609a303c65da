// Base64 as it stands in tokens: - and _ instead of + and /, and no padding.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kubarium::apiserver {

std::string base64Url(std::string_view bytes);
// Nothing if there is anything else in it; bits that say nothing must be nought, so each text has one spelling.
std::optional<std::string> decodedBase64Url(std::string_view text);

} // namespace kubarium::apiserver
