// The roles and bindings that every cluster begins with, as objects; read from resources/rbac when first asked for.
#pragma once

#include "api/object.h"
#include "api/types/rbac.h"

#include <span>

namespace kubarium::apiserver {

// ClusterRoles, ClusterRoleBindings, Roles, RoleBindings: in the order in which they are created.
std::span<const api::ObjectPtr> bootstrapObjects();

// The rules that all kubelets share.
const api::List<api::PolicyRule>& nodeRules();

} // namespace kubarium::apiserver
