// What the server fills in when a manifest is silent.
//
// Defaults that depend on nothing else stand in the type tables and are filled in by one walk over them. What
// depends on other fields (imagePullPolicy on the tag, requests on limits, a Service's fields on its type) is code:
// one function per kind, in <group>.cpp, listed in the table of defaults.cpp.
#pragma once

#include "../object.h"

namespace kubarium::api {

struct PodSpec;

void applyDefaults(ObjectPtr& object);
// The same for a new version of `stored`, which has its defaults: the parts they share are left alone, and stay shared.
void applyDefaults(ObjectPtr& object, const ObjectPtr& stored);

// The tables' part alone, for any struct; `value` must not be shared with others. Boxes and lists that `stored` has, too,
// are left alone.
void applyTableDefaults(const Type& type, void* value, const void* stored = nullptr);

} // namespace kubarium::api
