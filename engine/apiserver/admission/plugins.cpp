#include "plugin.h"

#include "defaultingressclass.h"
#include "defaultstorageclass.h"
#include "defaulttolerationseconds.h"
#include "limitranger.h"
#include "namespacelifecycle.h"
#include "podsecurity/podsecurity.h"
#include "priority.h"
#include "resourcequota.h"
#include "runtimeclass.h"
#include "serviceaccount.h"
#include "storageprotection.h"
#include "taintnodesbycondition.h"

#include "../rbac/escalation.h"
#include "../rbac/noderestriction.h"

namespace kubarium::apiserver {

bool creates(const Attributes& attributes)
{
    const Verb verb = attributes.request.verb;
    return !attributes.old && (verb == Verb::Create || verb == Verb::Patch);
}

std::string nameOf(const Attributes& attributes, const api::ObjectPtr& object)
{
    if (!attributes.request.name.empty())
        return attributes.request.name;
    const api::ObjectMeta& meta = object.meta();
    if (!meta.name.empty())
        return meta.name.str();
    return meta.generateName.empty() ? "Unknown" : meta.generateName.str();
}

AdmissionChain AdmissionChain::standard()
{
    AdmissionChain chain;
    chain.add(std::make_unique<NamespaceLifecycle>());
    chain.add(std::make_unique<LimitRanger>());
    chain.add(std::make_unique<ServiceAccountAdmission>());
    chain.add(std::make_unique<NodeRestriction>());
    chain.add(std::make_unique<TaintNodesByCondition>());
    chain.add(std::make_unique<PodSecurity>());
    chain.add(std::make_unique<PriorityAdmission>());
    chain.add(std::make_unique<DefaultTolerationSeconds>());
    chain.add(std::make_unique<DefaultStorageClass>());
    chain.add(std::make_unique<StorageObjectInUseProtection>());
    chain.add(std::make_unique<RuntimeClassAdmission>());
    chain.add(std::make_unique<DefaultIngressClass>());
    chain.add(std::make_unique<EscalationCheck>()); // the last that may refuse before validation
    chain.add(std::make_unique<ResourceQuotaAdmission>()); // charges what nobody else refuses
    return chain;
}

} // namespace kubarium::apiserver
