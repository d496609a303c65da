// Standard base64 with padding: how bytes stand in JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kubarium::api {

void appendBase64(std::string& out, std::string_view bytes);

struct Base64 {
    std::string bytes;
    std::optional<std::size_t> corruptAt; // set: "illegal base64 data at input byte N"; bytes are then not to be used
};

// As Go's decoder: new lines are skipped, the place of an error is counted as it counts.
Base64 decodeBase64(std::string_view text);

} // namespace kubarium::api
