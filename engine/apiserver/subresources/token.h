// serviceaccounts/token: a token of the account, signed now and kept nowhere (`kubectl create token`, and each kubelet for
// its pods). It may be bound to a pod, a node or a secret, and is good no longer than that is there.
#pragma once

#include "actions.h"

namespace kubarium::apiserver {

// The TokenRequest with its status. Refused if what it is to be bound to is not there, or is another one by now.
api::Result<Deed> requestToken(const Task& task);

} // namespace kubarium::apiserver
