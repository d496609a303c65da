// A Status as a server writes it, its members in the order of Go's struct.
#pragma once

#include "api/status.h"

#include <string>

namespace kubarium::serve {

void appendStatus(std::string& json, const api::Status& status);

// Refusals of the server's outermost part, before anything is asked of the pipeline.
namespace refusals {

api::Status notAcceptable();
api::Status unsupportedMediaType();
api::Status unsupportedPatchType();
api::Status tooLargeBody();
api::Status unavailable(std::string message);

} // namespace refusals

} // namespace kubarium::serve
