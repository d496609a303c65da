// The benches, one file each; bench.cpp lists them.
#pragma once

namespace kubarium::tools {

// Each answers whether all its budgets are met.
bool benchCodec();
bool benchStore();
bool benchApi();
bool benchRewind();
bool benchServe();

} // namespace kubarium::tools
