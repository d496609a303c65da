#include "access.h"

#include "table.h"

#include "api/types/authentication.h"
#include "api/types/authorization.h"
#include "api/types/certificates.h"
#include "api/types/rbac.h"

namespace kubarium::api {

namespace {

// No request reaches the update of a review; the table has a place for it all the same.
template <class Review> constexpr Rules rulesOfReview()
{
    return {TypeOf<Review>::value, [](const void* object) { return validate(*static_cast<const Review*>(object)); },
        [](const void* now, const void*) { return validate(*static_cast<const Review*>(now)); }, nullptr, nullptr};
}

} // namespace

std::span<const Rules> accessRules()
{
    static constexpr Rules rules[] = {
        rulesOf<Role>(),
        rulesOf<ClusterRole>(),
        rulesOf<RoleBinding>(),
        rulesOf<ClusterRoleBinding>(),
        rulesOf<CertificateSigningRequest>(),
        rulesOfReview<TokenReview>(),
        rulesOfReview<TokenRequest>(),
        rulesOfReview<SelfSubjectReview>(),
        rulesOfReview<SubjectAccessReview>(),
        rulesOfReview<SelfSubjectAccessReview>(),
        rulesOfReview<LocalSubjectAccessReview>(),
        rulesOfReview<SelfSubjectRulesReview>(),
    };
    return rules;
}

} // namespace kubarium::api
