// The file with which kubectl finds the server and proves who it is: everything is inside, nothing is referred to.
#pragma once

#include <string>

namespace kubarium::serve {

struct KubeconfigFacts {
    std::string server; // https://127.0.0.1:6443
    std::string authority; // PEM, as are the next two
    std::string certificate;
    std::string key;
};

std::string kubeconfig(const KubeconfigFacts& facts);

} // namespace kubarium::serve
