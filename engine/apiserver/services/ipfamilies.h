// Of which families the addresses of a Service are: spec.ipFamilies and spec.ipFamilyPolicy. Clusters of the lab have one
// family, IPv4, and answer as such a cluster does.
#pragma once

#include "api/fielderror.h"

namespace kubarium::api {
struct Service;
}

namespace kubarium::apiserver {

// Fills in both fields from what the Service, or the one that is stored (null: none), says. What does not fit together,
// or what this cluster does not have, is answered.
api::FieldErrors settleFamilies(api::Service& service, const api::Service* old);

} // namespace kubarium::apiserver
