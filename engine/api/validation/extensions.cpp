#include "extensions.h"

#include "table.h"

#include "api/types/admissionregistration.h"
#include "api/types/apiextensions.h"
#include "api/types/apiregistration.h"

namespace kubarium::api {

std::span<const Rules> extensionRules()
{
    static constexpr Rules rules[] = {
        rulesOf<MutatingWebhookConfiguration>(),
        rulesOf<ValidatingWebhookConfiguration>(),
        rulesOf<ValidatingAdmissionPolicy>(),
        rulesOf<ValidatingAdmissionPolicyBinding>(),
        rulesOf<CustomResourceDefinition>(),
        rulesOf<APIService>(),
    };
    return rules;
}

} // namespace kubarium::api
