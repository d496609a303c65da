// metav1.Condition, as the status of newer kinds holds it.
#pragma once

#include "rules.h"

namespace kubarium::api {

struct Condition;

void checkConditions(FieldErrors& errors, const List<Condition>& conditions, const FieldPath& path);

} // namespace kubarium::api
