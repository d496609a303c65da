// /healthz, /livez, /readyz: one word when all is well, or with ?verbose each check in a line.
#pragma once

#include "message.h"
#include "query.h"

namespace kubarium::serve {

// `path`: "/readyz" or "/readyz/etcd". `shuttingDown` is what makes the server unready.
Answer healthAnswer(std::string_view path, const Query& query, bool shuttingDown);

} // namespace kubarium::serve
