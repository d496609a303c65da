// PEM: what stands between -----BEGIN X----- and -----END X-----, found as Go's decoder finds it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kubarium::api {

struct PemBlock {
    std::string type; // "CERTIFICATE REQUEST"
    bool hasHeaders = false;
    std::string bytes;
};

// The first block of `text`, which then begins behind it. Text around blocks and blocks that are damaged are passed
// over; nothing if there is no block left, and then `text` stays as it is.
std::optional<PemBlock> nextPemBlock(std::string_view& text);

} // namespace kubarium::api
