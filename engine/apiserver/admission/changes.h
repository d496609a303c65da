// What a plugin made of an object, for whoever opens the request: each field that differs, with what it is now.
//
//   spec.priority=0; spec.tolerations[1]={"effect":"NoExecute",…}; metadata.annotations.note removed
//
// Empty if nothing differs.
#pragma once

#include "api/object.h"

#include <string>

namespace kubarium::apiserver {

std::string changesBetween(const api::ObjectPtr& before, const api::ObjectPtr& now);

} // namespace kubarium::apiserver
