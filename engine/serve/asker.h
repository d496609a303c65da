// Who asks: by the certificate that was shown, and, for those who may, as whom they act (kubectl --as jane).
#pragma once

#include "message.h"

#include "lab/lab.h"

namespace kubarium::serve {

// Refused with 401 if a credential is not good, be it where none is needed, and with 403 if somebody may not act as he wants.
api::Result<apiserver::IdentityPtr> askerOf(const HttpRequest& http, const lab::Lab& lab);

} // namespace kubarium::serve
