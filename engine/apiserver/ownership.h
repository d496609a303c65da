// Who owns which fields after a write: managedFields as part of the request pipeline.
//
// Writers that say who they are become owners; serve/ makes a name of the user agent when a client gives none. The
// cluster's own parts write many times a second what nobody else would, and name themselves only where that matters.
#pragma once

#include "request.h"

#include "api/managedfields/managedfields.h"

namespace kubarium::apiserver {

bool keepsOwners(const Request& request);
api::FieldWriter writerOf(const Request& request, api::Time now);
// What a write to this address cannot change, whatever it says: the status of an object, the rest of one by way of status.
api::FieldSet fieldsOutOfReach(const Request& request);

} // namespace kubarium::apiserver
