// The benches, one file each; bench.cpp lists them.
#pragma once

namespace kubarium::tools {

// Each answers whether all its budgets are met.
bool benchCodec();
bool benchStore();
bool benchApi();
bool benchRewind();
bool benchServe();
bool benchScheduler();

struct ClusterSize {
    int nodes = 5'000;
    int pods = 150'000;
};

bool benchCluster(const ClusterSize& size);

} // namespace kubarium::tools
