// A namespace that ends takes nothing new any more, so a controller that is refused for it need not try again.
#pragma once

#include "api/status.h"

#include <algorithm>

namespace kubarium::controllers {

inline bool isOfEndingNamespace(const api::Status& status)
{
    return std::any_of(status.details.causes.begin(), status.details.causes.end(),
        [](const api::StatusCause& cause) { return cause.reason == "NamespaceTerminating"; });
}

} // namespace kubarium::controllers
