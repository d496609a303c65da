// kubarium-lab bench [NAME…] [--nodes N --pods N]: the budgets, measured; all of them without a name. The size is that of
// the bench "cluster".
#include "benches.h"

#include "../command.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iostream>
#include <vector>

namespace kubarium::tools {

namespace {

struct Bench {
    std::string_view name;
    bool (*run)(const ClusterSize& size);
};

template <bool (*run)()> bool ofFixedSize(const ClusterSize&)
{
    return run();
}

constexpr std::array benches{
    Bench{"codec", ofFixedSize<benchCodec>},
    Bench{"store", ofFixedSize<benchStore>},
    Bench{"api", ofFixedSize<benchApi>},
    Bench{"rewind", ofFixedSize<benchRewind>},
    Bench{"serve", ofFixedSize<benchServe>},
    Bench{"scheduler", ofFixedSize<benchScheduler>},
    Bench{"cluster", benchCluster},
};

// The number behind an option, taken out of the arguments with it; false if it is none.
bool take(std::vector<std::string_view>& names, std::string_view option, int& number)
{
    const auto found = std::find(names.begin(), names.end(), option);
    if (found == names.end())
        return true;
    const auto value = std::next(found);
    if (value == names.end())
        return false;
    const auto read = std::from_chars(value->data(), value->data() + value->size(), number);
    const bool fine = read.ec == std::errc() && read.ptr == value->data() + value->size() && number > 0;
    names.erase(found, std::next(value));
    return fine;
}

} // namespace

Exit bench(Arguments arguments)
{
    std::vector<std::string_view> names(arguments.begin(), arguments.end());
    ClusterSize size;
    if (!take(names, "--nodes", size.nodes) || !take(names, "--pods", size.pods)) {
        std::cerr << "kubarium-lab: --nodes and --pods take a number above 0\n";
        return Exit::Usage;
    }
    for (const std::string_view name : names) {
        if (std::none_of(benches.begin(), benches.end(), [&](const Bench& bench) { return bench.name == name; })) {
            std::cerr << "kubarium-lab: no bench \"" << name << "\"; there are:";
            for (const Bench& bench : benches)
                std::cerr << ' ' << bench.name;
            std::cerr << '\n';
            return Exit::Usage;
        }
    }
    bool fine = true;
    for (const Bench& bench : benches) {
        if (names.empty() || std::find(names.begin(), names.end(), bench.name) != names.end())
            fine = bench.run(size) && fine;
    }
    return fine ? Exit::Ok : Exit::Failed;
}

} // namespace kubarium::tools
