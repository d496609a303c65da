// Discovery: what a server serves, as clients ask for it before anything else. All documents are compact JSON, computed
// from the kinds; built-in and custom ones are told alike.
//
//   /api                  the versions of the legacy group           /apis                 the other groups
//   /api/v1               the resources of a version                 /apis/GROUP           the versions of a group
//                                                                    /apis/GROUP/VERSION   the resources of a version
//   /api, /apis           everything at once, for clients that accept APIGroupDiscoveryList (kubectl since 1.26)
#pragma once

#include "groups.h"

#include <optional>

namespace kubarium::apiserver::discovery {

std::string apiVersions(Kinds kinds, std::string_view serverAddress); // APIVersions; the address is host:port
std::string groupList(Kinds kinds); // APIGroupList
// Nothing, if the kinds have no such group or version.
std::optional<std::string> group(Kinds kinds, std::string_view name); // APIGroup
std::optional<std::string> resourceList(
    Kinds kinds, std::string_view group, std::string_view version); // APIResourceList

// APIGroupDiscoveryList, in either version of apidiscovery.k8s.io: they differ in nothing but their name.
enum class Aggregated : std::uint8_t { V2, V2beta1 };
std::string aggregatedApi(Kinds kinds, Aggregated version); // of /api: the legacy group alone
std::string aggregatedApis(Kinds kinds, Aggregated version); // of /apis: all others

// By which clients notice that the stored version of a resource has changed; empty for what etcd does not hold.
std::string storageVersionHash(Kinds kinds, const api::Kind& kind);

} // namespace kubarium::apiserver::discovery
