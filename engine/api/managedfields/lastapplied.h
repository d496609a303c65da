// From client-side apply to server-side apply: kubectl's annotation of what it last applied lets it take those fields
// over from its former self without a conflict, and keeps up with what it applies now.
#pragma once

#include "../schema.h"
#include "fieldset.h"

namespace kubarium::api {

// The manager that kubectl apply --server-side goes by when nobody names another.
constexpr std::string_view kubectlManager = "kubectl";

// Fields that the annotation names and that still have the value that it says.
FieldSet allowedByLastApplied(const Type& type, const Value& live);

// Writes the annotation anew if the object has one.
void syncLastApplied(Value& object, const Value& config);

} // namespace kubarium::api
