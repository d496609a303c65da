#include "printers.h"
#include "words.h"

#include "api/types/apps.h"
#include "api/types/core-workload.h"

#include <algorithm>

namespace kubarium::apiserver::table {

namespace {

// What all workloads have in common: numbers of pods, a template, a selector.
template <class T> std::int64_t desired(const T& workload)
{
    return *workload.spec->replicas; // an absent number reads 0, and the defaults never leave it absent
}

template <class T> std::int64_t current(const T& workload)
{
    return workload.status->replicas;
}

template <class T> std::int64_t ready(const T& workload)
{
    return workload.status->readyReplicas;
}

template <class T> std::string readyOfDesired(const T& workload)
{
    return std::to_string(ready(workload)) + '/' + std::to_string(desired(workload));
}

template <class T> std::string containers(const T& workload)
{
    return containerNames(workload.spec->template_->spec);
}

template <class T> std::string images(const T& workload)
{
    return containerImages(workload.spec->template_->spec);
}

template <class T> std::string selector(const T& workload)
{
    return selectorCell(workload.spec->selector);
}

std::string controllerSelector(const api::ReplicationController& controller)
{
    return labelsText(controller.spec->selector);
}

std::int64_t upToDate(const api::Deployment& deployment)
{
    return deployment.status->updatedReplicas;
}

std::int64_t available(const api::Deployment& deployment)
{
    return deployment.status->availableReplicas;
}

std::int64_t updatedNodes(const api::DaemonSet& set)
{
    return set.status->updatedNumberScheduled;
}

std::int64_t availableNodes(const api::DaemonSet& set)
{
    return set.status->numberAvailable;
}

std::string nodeSelector(const api::DaemonSet& set)
{
    return labelsText(set.spec->template_->spec->nodeSelector);
}

// "statefulset.apps/db"
std::string owner(const api::ControllerRevision& revision)
{
    const auto& owners = revision.metadata.ownerReferences;
    const auto* const found = std::find_if(
        owners.begin(), owners.end(), [](const api::OwnerReference& o) { return o.controller.valueOr(false); });
    if (found == owners.end())
        return std::string(none);
    const std::string_view apiVersion = found->apiVersion;
    const std::size_t slash = apiVersion.find('/');
    const std::string group =
        slash == std::string_view::npos ? std::string() : '.' + std::string(apiVersion.substr(0, slash));
    return lowerCase(found->kind) + group + '/' + found->name.str();
}

} // namespace

std::vector<KindPrinter> workloadPrinters()
{
    using namespace api;
    return {
        printerOf<ReplicationController>({cell<ReplicationController, desired<ReplicationController>>("Desired"),
            cell<ReplicationController, current<ReplicationController>>("Current"),
            cell<ReplicationController, ready<ReplicationController>>("Ready"),
            cell<ReplicationController, containers<ReplicationController>>("Containers"),
            cell<ReplicationController, images<ReplicationController>>("Images"),
            cell<ReplicationController, controllerSelector>("Selector")}),
        printerOf<ReplicaSet>(
            {cell<ReplicaSet, ready<ReplicaSet>>("Ready"), cell<ReplicaSet, containers<ReplicaSet>>("Containers"),
                cell<ReplicaSet, images<ReplicaSet>>("Images"), cell<ReplicaSet, selector<ReplicaSet>>("Selector")}),
        printerOf<Deployment>(
            {cell<Deployment, readyOfDesired<Deployment>>("Ready"), cell<Deployment, upToDate>("Up-to-date"),
                cell<Deployment, available>("Available"), cell<Deployment, containers<Deployment>>("Containers"),
                cell<Deployment, images<Deployment>>("Images"), cell<Deployment, selector<Deployment>>("Selector")}),
        printerOf<StatefulSet>({cell<StatefulSet, readyOfDesired<StatefulSet>>("Ready"),
            cell<StatefulSet, containers<StatefulSet>>("Containers"),
            cell<StatefulSet, images<StatefulSet>>("Images")}),
        printerOf<DaemonSet>({cell<DaemonSet, updatedNodes>("Up-to-date"), cell<DaemonSet, availableNodes>("Available"),
            cell<DaemonSet, nodeSelector>("Node Selector"), cell<DaemonSet, containers<DaemonSet>>("Containers"),
            cell<DaemonSet, images<DaemonSet>>("Images"), cell<DaemonSet, selector<DaemonSet>>("Selector")}),
        printerOf<ControllerRevision>({cell<ControllerRevision, owner>("Controller")}),
    };
}

} // namespace kubarium::apiserver::table
