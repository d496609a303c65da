// What one needs to show the objects of a snapshot: which tree holds those of a kind, the key of an object, and the
// columns and cells of `kubectl get`. For views, which look no deeper into the engine than this room.
#pragma once

#include "apiserver/resources.h"
#include "apiserver/table/table.h"
#include "store/store.h"

namespace kubarium::lab {

using apiserver::cellsOf;
using apiserver::columnsOf;
using apiserver::keyOf;
using apiserver::kindOf;
using apiserver::resourceId;

} // namespace kubarium::lab
