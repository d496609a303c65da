// What can be done with the resources of a group and version: an operation for each verb, named as a real server names it
// (createCoreV1NamespacedPod). kubectl finds out here whether the server validates fields and which patches it takes.
#pragma once

#include "paths.h"
#include "schemas.h"

namespace kubarium::apiserver::openapi {

void addOperations(Paths& paths, Schemas& schemas, Kinds kinds, std::string_view group, std::string_view version);

// The documents beside those: what stands above the groups and versions.
void addVersionsOfLegacyApi(Paths& paths, Schemas& schemas); // /api/
void addGroups(Paths& paths, Schemas& schemas); // /apis/
void addVersions(Paths& paths, Schemas& schemas, std::string_view group); // /apis/GROUP/
void addRelease(Paths& paths, Schemas& schemas); // /version/
void addIssuer(Paths& paths); // /.well-known/openid-configuration/
void addIssuerKeys(Paths& paths); // /openid/v1/jwks/

} // namespace kubarium::apiserver::openapi
