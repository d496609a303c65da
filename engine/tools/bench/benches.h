// The benches, one file each; bench.cpp lists them.
#pragma once

namespace kubarium::tools {

bool benchCodec(); // whether all budgets are met

} // namespace kubarium::tools
