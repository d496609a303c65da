// Who a client's certificate says it is. TLS has proved that the client holds the key; whether one of our authorities has
// signed it is found once for a connection, whether it is valid yet and still is asked at each request: by the virtual clock.
#pragma once

#include "apiserver/request.h"

namespace kubarium::serve {

struct ClientCertificate {
    apiserver::IdentityPtr identity; // common name and organizations; null if no authority of ours has signed it
    api::Time notBefore;
    api::Time notAfter;

    // Null: 401.
    apiserver::IdentityPtr identityAt(api::Time now) const
    {
        return identity && now >= notBefore && now <= notAfter ? identity : nullptr;
    }
};

// Who shows no credential at all.
apiserver::IdentityPtr anonymous();

} // namespace kubarium::serve
