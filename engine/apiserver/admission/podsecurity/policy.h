// Which policy holds in a namespace, as its labels say:
//
//   pod-security.kubernetes.io/enforce: restricted        what breaks it is refused
//   pod-security.kubernetes.io/enforce-version: v1.30     as the policy was in that release
//   …/warn, …/audit, each with its -version               what breaks it is stored, and told to the client or to the log
//
// Without labels everything is allowed. A label that cannot be read makes the policy as strict as it can be where it is
// enforced, and says nothing elsewhere.
#pragma once

#include "api/fielderror.h"

#include <compare>
#include <optional>
#include <string>

namespace kubarium::apiserver::podsecurity {

enum class Level : std::uint8_t { Privileged, Baseline, Restricted }; // each allows less than the one before

struct Standard {
    Level level = Level::Privileged;
    std::optional<int> minor; // of release v1.x; nothing: the latest

    std::string text() const; // "restricted:latest"
    friend bool operator==(const Standard&, const Standard&) = default;
};

struct Policy {
    Standard enforce;
    Standard audit;
    Standard warn;
    api::FieldErrors errors; // about labels that cannot be read

    bool allowsAll() const
    {
        return enforce.level == Level::Privileged && audit.level == Level::Privileged
            && warn.level == Level::Privileged;
    }
};

Policy policyOf(const api::Map<api::Text>& namespaceLabels);

} // namespace kubarium::apiserver::podsecurity
