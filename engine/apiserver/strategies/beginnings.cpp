#include "beginnings.h"

#include "api/defaults/pod.h"
#include "api/qos.h"
#include "api/types/apiextensions.h"
#include "api/types/certificates.h"
#include "api/types/core-config.h"
#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"

#include <unordered_map>

namespace kubarium::apiserver {

namespace {

void beginPod(api::Pod& pod, const Request&)
{
    api::PodStatus& status = pod.status.edit();
    status.phase = api::PodPhase::Pending;
    status.qosClass = api::qosClassOf(*pod.spec);
    if (!pod.spec->schedulingGates.empty()) {
        api::PodCondition& held = status.conditions.push_back({});
        held.type = api::PodConditionType::PodScheduled;
        held.status = "False";
        held.reason = "SchedulingGated";
        held.message = "Scheduling is blocked due to non-empty scheduling gates";
    }
    api::mergeMatchLabelKeys(pod); // once and for all: later changes of its labels do not move it
}

void beginNamespace(api::Namespace& home, const Request&)
{
    home.status.edit().phase = api::NamespacePhase::Active;
    home.metadata.labels.set("kubernetes.io/metadata.name", home.metadata.name); // also if the name was generated
    api::List<api::Text>& finalizers = home.spec.edit().finalizers;
    // Its own finalizer keeps a namespace until its content is gone.
    for (const api::Text& finalizer : finalizers) {
        if (finalizer == "kubernetes")
            return;
    }
    finalizers.push_back("kubernetes");
}

void beginVolume(api::PersistentVolume& volume, const Request&)
{
    volume.status.edit().phase = api::PersistentVolumePhase::Pending;
}

void beginClaim(api::PersistentVolumeClaim& claim, const Request&)
{
    claim.status.edit().phase = api::PersistentVolumeClaimPhase::Pending;
}

// The version in which etcd will hold the objects stands in the list of all that ever did.
void beginDefinition(api::CustomResourceDefinition& definition, const Request&)
{
    for (const api::CustomResourceDefinitionVersion& version : definition.spec->versions) {
        if (version.storage)
            definition.status.edit().storedVersions.push_back(version.name);
    }
}

// Whoever asks for a certificate is written down by the server, not by himself.
void beginSigningRequest(api::CertificateSigningRequest& wish, const Request& request)
{
    api::CertificateSigningRequestSpec& spec = wish.spec.edit();
    spec.username = request.identity->user;
    spec.uid = request.identity->uid;
    spec.groups.clear();
    for (const std::string& group : request.identity->groups)
        spec.groups.push_back(group);
    spec.extra.clear();
}

template <class T, void (*beginning)(T&, const Request&)> void typed(api::ObjectPtr& object, const Request& request)
{
    beginning(object.editAs<T>(), request);
}

} // namespace

void begin(const api::Kind&, api::ObjectPtr& object, const Request& request, const State&)
{
    using Beginning = void (*)(api::ObjectPtr&, const Request&);
    static const std::unordered_map<const api::Type*, Beginning> beginnings = {
        {api::TypeOf<api::Pod>::value, typed<api::Pod, beginPod>},
        {api::TypeOf<api::Namespace>::value, typed<api::Namespace, beginNamespace>},
        {api::TypeOf<api::PersistentVolume>::value, typed<api::PersistentVolume, beginVolume>},
        {api::TypeOf<api::PersistentVolumeClaim>::value, typed<api::PersistentVolumeClaim, beginClaim>},
        {api::TypeOf<api::CustomResourceDefinition>::value, typed<api::CustomResourceDefinition, beginDefinition>},
        {api::TypeOf<api::CertificateSigningRequest>::value,
            typed<api::CertificateSigningRequest, beginSigningRequest>},
    };
    if (const auto found = beginnings.find(&object.type()); found != beginnings.end())
        found->second(object, request);
}

} // namespace kubarium::apiserver
