// May this object be stored? Every rule that a v1.34 API server checks after decoding and defaulting, per kind.
//
//   validation.h   the two questions the pipeline asks
//   rules.h        the words the rules are written with: names, labels, selectors, ranges
//   meta.h         what holds for every object's metadata
//   <group>.cpp    the rules of the kinds of that group, listed in the table of validation.cpp
//
// All errors are found at once, in the order in which the server lists them, so that a manifest is mended in one go.
#pragma once

#include "../fielderror.h"
#include "../object.h"

#include <string>
#include <vector>

namespace kubarium::api {

FieldErrors validateCreate(const Kind& kind, const ObjectPtr& object);
FieldErrors validateUpdate(const Kind& kind, const ObjectPtr& now, const ObjectPtr& old);
// Only what stands in status may differ; used by the status subresource.
FieldErrors validateStatusUpdate(const Kind& kind, const ObjectPtr& now, const ObjectPtr& old);

// What the server answers beside a success: deprecated fields, names that surprise (`Warning:` headers).
std::vector<std::string> createWarnings(const Kind& kind, const ObjectPtr& object);

} // namespace kubarium::api
