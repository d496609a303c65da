// Sums of resources by name, as quotas keep them: {pods: 2, limits.cpu: 1500m}.
#pragma once

#include "api/quantity.h"
#include "api/shared.h"

#include <functional>
#include <string>
#include <string_view>

namespace kubarium::apiserver::quota {

using Amounts = api::Map<api::Quantity>;
using NameFilter = std::function<bool(std::string_view)>;

void add(Amounts& sum, const Amounts& more);
// What `now` has more than `before`, without what is not more.
Amounts growth(const Amounts& now, const Amounts& before);
// Those whose names pass.
Amounts filtered(const Amounts& amounts, const NameFilter& passes);
bool equal(const Amounts& a, const Amounts& b); // by name and value

std::string text(const Amounts& amounts); // "limits.cpu=2,pods=1"

} // namespace kubarium::apiserver::quota
