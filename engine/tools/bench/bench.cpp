// kubarium-lab bench [NAME…]: the budgets, measured; all of them without a name.
#include "benches.h"

#include "../command.h"

#include <algorithm>
#include <array>
#include <iostream>

namespace kubarium::tools {

namespace {

struct Bench {
    std::string_view name;
    bool (*run)();
};

constexpr std::array benches{
    Bench{"codec", benchCodec},
    Bench{"store", benchStore},
    Bench{"api", benchApi},
    Bench{"rewind", benchRewind},
    Bench{"serve", benchServe},
};

} // namespace

Exit bench(Arguments arguments)
{
    for (const std::string_view name : arguments) {
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
        if (arguments.empty() || std::find(arguments.begin(), arguments.end(), bench.name) != arguments.end())
            fine = bench.run() && fine;
    }
    return fine ? Exit::Ok : Exit::Failed;
}

} // namespace kubarium::tools
