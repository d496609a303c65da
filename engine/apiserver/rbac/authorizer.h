// Role-based access control: whoever is bound to a role may do what its rules allow, and nothing forbids.
//
// An answer names the binding that allows, in the words of the audit log; a refusal says which roles were bound but could
// not be found. It looks only at the state it is asked about, so every world and every fork has rights of its own.
#pragma once

#include "../authorization.h"

namespace kubarium::apiserver {

std::unique_ptr<Authorizer> rbacAuthorizer();

// The same answer, for whoever needs no other authorizer.
Decision decidedByRoles(const State& state, const AccessQuestion& question);

} // namespace kubarium::apiserver
