#include "command.h"

#include "kubarium/version.h"

#include <iostream>

namespace kubarium::tools {

Exit version(Arguments arguments)
{
    if (!arguments.empty()) {
        std::cerr << "kubarium-lab version: unexpected argument \"" << arguments.front() << "\"; it takes none.\n";
        return Exit::Usage;
    }
    std::cout << "kubarium-lab " << kubarium::version << " (Kubernetes " << kubernetesVersion << " API)\n";
    return Exit::Ok;
}

} // namespace kubarium::tools
