// Bodies of requests into objects, with the refusals of a server that cannot read them.
#pragma once

#include "request.h"

#include "api/types/meta.h"

namespace kubarium::apiserver {

// The body of a create or update. `kind`: what it must be, which a Binding or Eviction is not of the resource's kind.
api::Result<api::DecodedObject> decodedBody(const api::Kind& kind, const Request& request);

// The kind that a request's body is of: the resource's, or its subresource's own.
const api::Kind& bodyKindOf(const Request& request);

// Reads the body of a delete into `options`, where query parameters may stand already; an empty one asks for nothing.
std::optional<api::Status> readDeleteOptions(const Request& request, DeleteOptions& options, bool& dryRun);
// The same of options that stand in an Eviction.
std::optional<api::Status> takeDeleteOptions(const api::DeleteOptions& wish, DeleteOptions& options, bool& dryRun);
// A dry run may be asked for in the body of a delete, too.
bool asksForDryRun(const Request& request);

} // namespace kubarium::apiserver
