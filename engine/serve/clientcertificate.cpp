#include "clientcertificate.h"

namespace kubarium::serve {

apiserver::IdentityPtr anonymous()
{
    static const auto identity = [] {
        auto nobody = std::make_shared<apiserver::Identity>();
        nobody->user = "system:anonymous";
        nobody->groups = {"system:unauthenticated"};
        return apiserver::IdentityPtr(std::move(nobody));
    }();
    return identity;
}

} // namespace kubarium::serve
