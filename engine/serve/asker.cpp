#include "asker.h"

namespace kubarium::serve {

apiserver::Credentials credentialsIn(const HttpRequest& http, api::Time now)
{
    apiserver::Credentials credentials;
    if (http.certificate) {
        credentials.certificate = http.certificate->identityAt(now);
        credentials.certificateObjection = http.certificate->objectionAt(now);
    }
    credentials.authorization = http.authorization;
    for (const auto& [name, value] : http.impersonation)
        credentials.impersonation.note(name, value);
    return credentials;
}

} // namespace kubarium::serve
