#include "clientcertificate.h"

namespace kubarium::serve {

std::string ClientCertificate::objectionAt(api::Time now) const
{
    if (!identity)
        return "no authority that this cluster trusts has signed the client's certificate, or it names nobody";
    if (now < notBefore)
        return "the client's certificate is not valid before " + notBefore.text() + ", and the clock shows "
            + now.text();
    if (now > notAfter)
        return "the client's certificate has expired at " + notAfter.text() + ", and the clock shows " + now.text();
    return {};
}

} // namespace kubarium::serve
