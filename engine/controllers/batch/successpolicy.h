// When an Indexed Job counts as done although not all of its indexes are: as soon as one rule of its successPolicy is met.
#pragma once

#include "indexset.h"

#include "api/types/batch.h"

#include <optional>

namespace kubarium::controllers {

// The first rule that these indexes meet.
std::optional<std::size_t> ruleMet(const api::JobSpec& spec, const IndexSet& succeeded);

} // namespace kubarium::controllers
