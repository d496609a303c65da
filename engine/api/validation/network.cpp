#include "network.h"

#include "table.h"

#include "api/types/discovery.h"
#include "api/types/networking.h"

namespace kubarium::api {

void checkPathSegment(FieldErrors& errors, const Text& name, const FieldPath& path)
{
    if (name.empty())
        errors.push_back(required(path));
    else
        appendInvalid(errors, path, name, isPathSegmentName(name));
}

std::span<const Rules> networkRules()
{
    static constexpr Rules rules[] = {
        rulesOf<Ingress>(),
        rulesOf<IngressClass>(),
        rulesOf<NetworkPolicy>(),
        rulesOf<EndpointSlice>(),
    };
    return rules;
}

} // namespace kubarium::api
