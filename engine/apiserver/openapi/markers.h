// What Go's comments say of a type for OpenAPI alone, so that the type tables need not know it.
#pragma once

#include "api/schema.h"

namespace kubarium::apiserver::openapi {

// Whether a schema lists the values of an enum: those that are refused otherwise, and the phases that only the cluster sets.
bool isListed(const api::EnumInfo& enumeration);

// A struct of which one field tells which other one counts; as JSON of x-kubernetes-unions, empty for nearly all.
std::string_view unionsOf(const api::Type& type);

} // namespace kubarium::apiserver::openapi
