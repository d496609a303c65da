// Who a client's certificate says it is. TLS has proved that the client holds the key; whether one of our authorities has
// signed it is found once for a connection, whether it is valid yet and still is asked at each request: by the virtual clock.
#pragma once

#include "apiserver/request.h"

namespace kubarium::serve {

struct ClientCertificate {
    apiserver::IdentityPtr identity; // common name and organizations; null if no authority of ours has signed it
    api::Time notBefore;
    api::Time notAfter;

    // Null: it is not good.
    apiserver::IdentityPtr identityAt(api::Time now) const { return objectionAt(now).empty() ? identity : nullptr; }

    // Why it is not good, for people; empty if it is.
    std::string objectionAt(api::Time now) const;
};

} // namespace kubarium::serve
