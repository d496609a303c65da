// How a role or binding that a server brings along is brought back when somebody has changed it.
//
// Rights, subjects, labels and annotations that are missing come back; what was added stays. An object whose annotation
// rbac.authorization.kubernetes.io/autoupdate says "false" is left alone.
#pragma once

#include "api/object.h"

#include <optional>

namespace kubarium::apiserver {

struct Reconciled {
    api::ObjectPtr object; // what should be stored
    bool replace = false; // a binding to another role: it cannot be changed, only deleted and made anew
};

// Nothing if what exists is as it should be.
std::optional<Reconciled> reconciled(const api::ObjectPtr& existing, const api::ObjectPtr& wanted);

} // namespace kubarium::apiserver
