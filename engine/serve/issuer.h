// What others need to check the cluster's tokens by themselves.
#pragma once

#include "message.h"
#include "target.h"

#include "apiserver/tokens/sessionkeys.h"

namespace kubarium::serve {

// `what`: Issuer or IssuerKeys. `address`: host:port of the server.
Answer issuerAnswer(What what, const apiserver::SessionKeys& keys, std::string_view address);

} // namespace kubarium::serve
