// The body of a server-side apply: YAML, or JSON, which is YAML, too.
#pragma once

#include "../status.h"

#include <string>
#include <string_view>

namespace kubarium::api {

struct AppliedConfiguration {
    Value config;
    // A key written twice. A strict server refuses it once everything else is done, with the sentence below behind
    // "error strict decoding YAML: "; one that warns says it as it stands. Empty if there is none.
    std::string twice;
};

// 400: error decoding YAML: …
Result<AppliedConfiguration> readAppliedConfiguration(std::string_view body);

} // namespace kubarium::api
