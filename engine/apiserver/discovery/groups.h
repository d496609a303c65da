// The API groups that a set of kinds makes up, in the order in which a server tells of them.
//
// A real server asks the APIService of each group and version for its place; these are the same numbers. Groups that the
// server does not know itself come from CustomResourceDefinitions and stand behind its own, those of other servers
// (metrics, the lab) last of all.
#pragma once

#include "api/schema.h"

#include <string>
#include <vector>

namespace kubarium::apiserver::discovery {

using Kinds = std::span<const api::Kind>;

enum class ServedBy : std::uint8_t {
    Server, // the API server itself
    Definition, // a CustomResourceDefinition
    Extension, // another server, which an APIService names
};
ServedBy servedBy(std::string_view group);

struct Group {
    std::string_view name; // empty: the legacy group
    std::vector<std::string_view> versions; // the preferred one first
};

std::vector<Group> groups(Kinds kinds);

// As a server ranks versions: v2 before v1, that before v1beta2, that before v1alpha1, and what is no such name last.
bool ranksBefore(std::string_view version, std::string_view other);

// What an APIService says of the group: the higher, the further in front.
int groupPriority(std::string_view group);

std::string groupVersion(std::string_view group, std::string_view version); // "apps/v1", "v1"

} // namespace kubarium::apiserver::discovery
