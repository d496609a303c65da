// Why somebody may not: everything that was looked at in vain. For people; a server says none of this.
//
//   ClusterRoleBinding "view-all" of ClusterRole "view"    its subjects are others
//   RoleBinding "dev/shop" of Role "dev"                   its rules for pods do not name the verb delete
#pragma once

#include "../authorization.h"

#include <string>
#include <vector>

namespace kubarium::apiserver {

struct Looked {
    // What did not fit. With several rules in a role it is the nearest miss; Nothing: this binding allows.
    enum class At : std::uint8_t { Subject, Namespace, Role, Kind, Group, Resource, Path, Verb, Name, Nothing };
    At at = At::Subject;
    std::string binding; // RoleBinding "dev/shop" of Role "dev"
    std::string sentence; // one for people
    api::ObjectPtr object; // the binding
    api::ObjectPtr role; // null if it was not looked at or does not exist
};

// Each binding that could matter: all cluster-wide ones, all of the namespace, and those elsewhere whose subjects fit.
std::vector<Looked> lookedAt(const State& state, const AccessQuestion& question);

} // namespace kubarium::apiserver
