#include "plugin.h"

#include "namespacelifecycle.h"

namespace kubarium::apiserver {

AdmissionChain AdmissionChain::standard()
{
    AdmissionChain chain;
    chain.add(std::make_unique<NamespaceLifecycle>());
    return chain;
}

} // namespace kubarium::apiserver
