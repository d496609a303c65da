#include "plugin.h"

#include "namespacelifecycle.h"

namespace kubarium::apiserver {

AdmissionChain::AdmissionChain() { add(std::make_unique<NamespaceLifecycle>()); }

} // namespace kubarium::apiserver
