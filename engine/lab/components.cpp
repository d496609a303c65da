#include "components.h"

#include "apiserver/eventexpiry.h"
#include "apiserver/kubernetesservice.h"
#include "apiserver/rbac/bootstrap.h"
#include "apiserver/systemnamespaces.h"
#include "apiserver/systempriorityclasses.h"
#include "controllers/batch/cronjob.h"
#include "controllers/batch/job.h"
#include "controllers/batch/ttlafterfinished.h"
#include "controllers/clusterroleaggregation.h"
#include "controllers/daemonset.h"
#include "controllers/deployment/deployment.h"
#include "controllers/disruption.h"
#include "controllers/garbagecollector.h"
#include "controllers/namespace.h"
#include "controllers/nodes/nodeipam.h"
#include "controllers/nodes/nodelifecycle.h"
#include "controllers/nodes/nodettl.h"
#include "controllers/nodes/podgc.h"
#include "controllers/nodes/tainteviction.h"
#include "controllers/replicaset.h"
#include "controllers/replicationcontroller.h"
#include "controllers/resourcequota.h"
#include "controllers/rootcapublisher.h"
#include "controllers/serviceaccounts.h"
#include "controllers/serviceaccounttokens.h"
#include "controllers/services/endpoints.h"
#include "controllers/services/endpointslice.h"
#include "controllers/services/endpointslicemirroring.h"
#include "controllers/statefulset/statefulset.h"
#include "controllers/storage/pvcprotection.h"
#include "controllers/storage/pvprotection.h"
#include "controllers/storage/vacprotection.h"
#include "node/standin.h"
#include "scheduler/scheduler.h"

#include <array>

namespace kubarium::lab {

std::span<const apiserver::Component* const> components()
{
    static const apiserver::SystemNamespaces systemNamespaces;
    static const apiserver::EventExpiry eventExpiry;
    static const apiserver::BootstrapRoles bootstrapRoles;
    static const controllers::ClusterRoleAggregation clusterRoleAggregation;
    static const controllers::NamespaceController namespaces;
    static const controllers::GarbageCollector garbageCollector;
    static const controllers::ServiceAccounts serviceAccounts;
    static const controllers::RootCaPublisher rootCaPublisher;
    static const apiserver::KubernetesService kubernetesService;
    static const controllers::ServiceAccountTokens serviceAccountTokens;
    static const apiserver::SystemPriorityClasses systemPriorityClasses;
    static const scheduler::Scheduler scheduler;
    static const controllers::ReplicaSetController replicaSets;
    static const controllers::ReplicationControllerManager replicationControllers;
    static const controllers::NodeIpam nodeIpam;
    static const node::KubeletStandIn kubelets;
    static const controllers::DeploymentController deployments;
    static const controllers::DisruptionController disruption;
    static const controllers::ResourceQuotaController resourceQuotas;
    static const controllers::StatefulSetController statefulSets;
    static const controllers::PvcProtection pvcProtection;
    static const controllers::PvProtection pvProtection;
    static const controllers::VacProtection vacProtection;
    static const controllers::JobController jobs;
    static const controllers::CronJobController cronJobs;
    static const controllers::TtlAfterFinished ttlAfterFinished;
    static const controllers::EndpointSliceController endpointSlices;
    static const controllers::EndpointsController endpoints;
    static const controllers::EndpointSliceMirroringController endpointSliceMirroring;
    static const controllers::DaemonSetController daemonSets;
    static const controllers::NodeLifecycle nodeLifecycle;
    static const controllers::TaintEviction taintEviction;
    static const controllers::PodGc podGc;
    static const controllers::NodeTtl nodeTtl;
    // Their order is the order in which they hear of a write. New ones come last: a component's place is part of what is
    // pending in a session.
    static const auto all = std::to_array<const apiserver::Component*>({
        &systemNamespaces,
        &eventExpiry,
        &bootstrapRoles,
        &clusterRoleAggregation,
        &namespaces,
        &garbageCollector,
        &serviceAccounts,
        &rootCaPublisher,
        &kubernetesService,
        &serviceAccountTokens,
        &systemPriorityClasses,
        &scheduler,
        &replicaSets,
        &replicationControllers,
        &nodeIpam,
        &kubelets,
        &deployments,
        &disruption,
        &resourceQuotas,
        &statefulSets,
        &pvcProtection,
        &pvProtection,
        &vacProtection,
        &jobs,
        &cronJobs,
        &ttlAfterFinished,
        &endpointSlices,
        &endpoints,
        &endpointSliceMirroring,
        &daemonSets,
        &nodeLifecycle,
        &taintEviction,
        &podGc,
        &nodeTtl,
    });
    return all;
}

std::span<const sim::ComponentId> watchersOf(store::ResourceId resource)
{
    static const auto table = [] {
        std::vector<std::vector<sim::ComponentId>> watchers;
        for (const api::Kind& kind : api::kinds()) {
            std::vector<sim::ComponentId>& list = watchers.emplace_back();
            for (sim::ComponentId id = 0; id < components().size(); ++id) {
                if (kind.stored && components()[id]->watches(kind))
                    list.push_back(id);
            }
        }
        return watchers;
    }();
    return resource < table.size() ? std::span<const sim::ComponentId>(table[resource])
                                   : std::span<const sim::ComponentId>();
}

} // namespace kubarium::lab
