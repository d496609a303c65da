// Values that have a schema of their own in Kubernetes though they are no structs here: Time, Quantity, any JSON …
#pragma once

#include "dialect.h"

#include "api/schema.h"

namespace kubarium::apiserver::openapi {

struct NamedScalar {
    std::string_view schema; // io.k8s.apimachinery.pkg.apis.meta.v1.Time
    std::string_view description;
    std::string_view v3; // what follows the description, as JSON members
    std::string_view v2;

    std::string_view members(Dialect dialect) const { return dialect == Dialect::V2 ? v2 : v3; }
};

// The schema of what a field holds, or of each element; null for plain scalars and structs.
const NamedScalar* namedScalar(const api::Field& field);
const NamedScalar& patchBody(); // the body of every PATCH

} // namespace kubarium::apiserver::openapi
