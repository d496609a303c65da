#include "ownership.h"

#include "api/wholesecond.h"

#include <algorithm>

namespace kubarium::apiserver {

bool keepsOwners(const Request& request)
{
    return !request.fieldManager.empty();
}

api::FieldWriter writerOf(const Request& request, api::Time now)
{
    // Entries show whole seconds; what is written within one shares them.
    return {request.fieldManager, request.subresource, api::wholeSecond(now)};
}

api::FieldSet fieldsOutOfReach(const Request& request)
{
    const auto& subresources = request.kind->subresources;
    const bool hasStatus = std::any_of(
        subresources.begin(), subresources.end(), [](const api::Subresource& one) { return one.name == "status"; });
    api::FieldSet fields;
    if (hasStatus)
        fields.insert(api::PathElement::field(request.subresource == "status" ? "spec" : "status"));
    return fields;
}

} // namespace kubarium::apiserver
