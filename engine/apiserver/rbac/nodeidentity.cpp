#include "nodeidentity.h"

namespace kubarium::apiserver {

std::optional<std::string_view> nodeOf(const Identity& identity)
{
    static constexpr std::string_view prefix = "system:node:";
    const std::string_view user = identity.user;
    if (!user.starts_with(prefix) || !identity.memberOf("system:nodes"))
        return std::nullopt;
    return user.substr(prefix.size());
}

} // namespace kubarium::apiserver
