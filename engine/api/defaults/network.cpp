#include "table.h"

#include "api/types/networking.h"

namespace kubarium::api {

// Who does not say which directions a policy governs means incoming traffic, and outgoing if there are rules for it.
void setDefaults(NetworkPolicy& policy)
{
    NetworkPolicySpec& spec = policy.spec.edit();
    if (!spec.policyTypes.empty())
        return;
    spec.policyTypes.push_back(PolicyType::Ingress);
    if (!spec.egress.empty())
        spec.policyTypes.push_back(PolicyType::Egress);
}

std::span<const Defaulter> networkDefaults()
{
    static constexpr Defaulter defaulters[] = {defaulterOf<NetworkPolicy>()};
    return defaulters;
}

} // namespace kubarium::api
