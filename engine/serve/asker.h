// What a client shows of itself, read from what came in. Whether it is any good the lab finds (Lab::asker): tokens are
// judged by the cluster's state and its clock.
#pragma once

#include "message.h"

#include "apiserver/tokens/authentication.h"

namespace kubarium::serve {

apiserver::Credentials credentialsIn(const HttpRequest& http, api::Time now);

} // namespace kubarium::serve
