// How operations are named and sorted under tags.
#pragma once

#include <string>
#include <string_view>

namespace kubarium::apiserver::openapi {

// "create" and "NamespacedPod" of apps/v1: createAppsV1NamespacedPod
std::string operationId(
    std::string_view action, std::string_view group, std::string_view version, std::string_view what);
std::string tagOf(std::string_view group, std::string_view version); // core_v1, rbacAuthorization_v1

std::string capitalized(std::string_view word); // Status
std::string withArticle(std::string_view kind); // "a Pod", "an Ingress", "Endpoints"

} // namespace kubarium::apiserver::openapi
