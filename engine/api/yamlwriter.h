// YAML as kubectl prints it (-o yaml): keys sorted, lists not indented under their key, strings quoted only where
// YAML 1.1 would read something else.
#pragma once

#include "value.h"

#include <string>

namespace kubarium::api {

std::string toYaml(const Value& value);

} // namespace kubarium::api
