// What of stored objects was made with the session's keys: tokens in Secrets, and the certificate that pods know the server
// by. Such bytes stand outside the history hash, so that sessions with other secrets have the same history.
#pragma once

#include "api/object.h"

namespace kubarium::apiserver {

// The object without them; the object itself if it has none.
api::ObjectPtr withoutDerivedBytes(const api::ObjectPtr& object);

} // namespace kubarium::apiserver
