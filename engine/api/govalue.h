// Values as Go's package fmt prints them, which is what kubectl shows in columns and in the errors of templates.
#pragma once

#include "value.h"

#include <string>

namespace kubarium::api {

std::string goPlain(const Value& value); // %v: nginx, 3, <nil>, [a b], map[app:web tier:front]
std::string goSyntax(const Value& value); // %#v: "nginx", 3, interface {}(nil), map[string]interface {}{"app":"web"}

} // namespace kubarium::api
