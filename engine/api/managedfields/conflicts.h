// Fields that an apply would change and that somebody else owns.
#pragma once

#include "../status.h"
#include "managers.h"

namespace kubarium::api {

using FieldConflicts = std::map<ManagerId, FieldSet>;

void forgive(FieldConflicts& conflicts, const FieldSet& allowed);

// 409: Apply failed with 1 conflict: conflict with "m1": .data.a
Status conflictStatus(const FieldConflicts& conflicts);

} // namespace kubarium::api
