// Which node somebody is: kubelets are the users system:node:NAME in the group system:nodes.
#pragma once

#include "../request.h"

namespace kubarium::apiserver {

// The node's name, which may be empty; nothing if it is not a kubelet at all.
std::optional<std::string_view> nodeOf(const Identity& identity);

} // namespace kubarium::apiserver
