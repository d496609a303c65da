#include "views/kinds.h"

#include "bridge/words.h"
#include "lab/objects.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <iterator>

namespace kubarium::gui {

namespace {

struct Common {
    std::string_view group;
    std::string_view kind;
    KindGroup where;
    const char* plural;
};

constexpr Common commonKinds[] = {
    {"", "Node", KindGroup::Cluster, QT_TRANSLATE_NOOP("Kinds", "Nodes")},
    {"", "Namespace", KindGroup::Cluster, QT_TRANSLATE_NOOP("Kinds", "Namespaces")},
    {"", "Event", KindGroup::Cluster, QT_TRANSLATE_NOOP("Kinds", "Events")},
    {"", "Pod", KindGroup::Workloads, QT_TRANSLATE_NOOP("Kinds", "Pods")},
    {"apps", "Deployment", KindGroup::Workloads, QT_TRANSLATE_NOOP("Kinds", "Deployments")},
    {"apps", "ReplicaSet", KindGroup::Workloads, QT_TRANSLATE_NOOP("Kinds", "ReplicaSets")},
    {"apps", "StatefulSet", KindGroup::Workloads, QT_TRANSLATE_NOOP("Kinds", "StatefulSets")},
    {"apps", "DaemonSet", KindGroup::Workloads, QT_TRANSLATE_NOOP("Kinds", "DaemonSets")},
    {"batch", "Job", KindGroup::Workloads, QT_TRANSLATE_NOOP("Kinds", "Jobs")},
    {"batch", "CronJob", KindGroup::Workloads, QT_TRANSLATE_NOOP("Kinds", "CronJobs")},
    {"autoscaling", "HorizontalPodAutoscaler", KindGroup::Workloads,
        QT_TRANSLATE_NOOP("Kinds", "HorizontalPodAutoscalers")},
    {"", "Service", KindGroup::Network, QT_TRANSLATE_NOOP("Kinds", "Services")},
    {"discovery.k8s.io", "EndpointSlice", KindGroup::Network, QT_TRANSLATE_NOOP("Kinds", "EndpointSlices")},
    {"networking.k8s.io", "Ingress", KindGroup::Network, QT_TRANSLATE_NOOP("Kinds", "Ingresses")},
    {"networking.k8s.io", "NetworkPolicy", KindGroup::Network, QT_TRANSLATE_NOOP("Kinds", "NetworkPolicies")},
    {"", "ConfigMap", KindGroup::Config, QT_TRANSLATE_NOOP("Kinds", "ConfigMaps")},
    {"", "Secret", KindGroup::Config, QT_TRANSLATE_NOOP("Kinds", "Secrets")},
    {"", "PersistentVolumeClaim", KindGroup::Config, QT_TRANSLATE_NOOP("Kinds", "PersistentVolumeClaims")},
    {"", "PersistentVolume", KindGroup::Config, QT_TRANSLATE_NOOP("Kinds", "PersistentVolumes")},
    {"storage.k8s.io", "StorageClass", KindGroup::Config, QT_TRANSLATE_NOOP("Kinds", "StorageClasses")},
    {"", "ServiceAccount", KindGroup::Access, QT_TRANSLATE_NOOP("Kinds", "ServiceAccounts")},
    {"rbac.authorization.k8s.io", "Role", KindGroup::Access, QT_TRANSLATE_NOOP("Kinds", "Roles")},
    {"rbac.authorization.k8s.io", "RoleBinding", KindGroup::Access, QT_TRANSLATE_NOOP("Kinds", "RoleBindings")},
    {"rbac.authorization.k8s.io", "ClusterRole", KindGroup::Access, QT_TRANSLATE_NOOP("Kinds", "ClusterRoles")},
    {"rbac.authorization.k8s.io", "ClusterRoleBinding", KindGroup::Access,
        QT_TRANSLATE_NOOP("Kinds", "ClusterRoleBindings")},
    {"lab.kubarium.dev", "Fault", KindGroup::Lab, QT_TRANSLATE_NOOP("Kinds", "Faults")},
    {"lab.kubarium.dev", "Traffic", KindGroup::Lab, QT_TRANSLATE_NOOP("Kinds", "Traffic")},
    {"lab.kubarium.dev", "Image", KindGroup::Lab, QT_TRANSLATE_NOOP("Kinds", "Images")},
};

// Rarer kinds with names that Koreans write in Korean; the others keep their own.
constexpr Common rareKinds[] = {
    {"", "ReplicationController", KindGroup::Workloads, QT_TRANSLATE_NOOP("Kinds", "ReplicationControllers")},
    {"policy", "PodDisruptionBudget", KindGroup::Workloads, QT_TRANSLATE_NOOP("Kinds", "PodDisruptionBudgets")},
    {"scheduling.k8s.io", "PriorityClass", KindGroup::Workloads, QT_TRANSLATE_NOOP("Kinds", "PriorityClasses")},
    {"apps", "ControllerRevision", KindGroup::Workloads, QT_TRANSLATE_NOOP("Kinds", "ControllerRevisions")},
    {"autoscaling.k8s.io", "VerticalPodAutoscaler", KindGroup::Workloads,
        QT_TRANSLATE_NOOP("Kinds", "VerticalPodAutoscalers")},
    {"", "Endpoints", KindGroup::Network, QT_TRANSLATE_NOOP("Kinds", "Endpoints")},
    {"networking.k8s.io", "IngressClass", KindGroup::Network, QT_TRANSLATE_NOOP("Kinds", "IngressClasses")},
    {"", "ResourceQuota", KindGroup::Config, QT_TRANSLATE_NOOP("Kinds", "ResourceQuotas")},
    {"", "LimitRange", KindGroup::Config, QT_TRANSLATE_NOOP("Kinds", "LimitRanges")},
    {"", "PodTemplate", KindGroup::Config, QT_TRANSLATE_NOOP("Kinds", "PodTemplates")},
    {"certificates.k8s.io", "CertificateSigningRequest", KindGroup::Access,
        QT_TRANSLATE_NOOP("Kinds", "CertificateSigningRequests")},
    {"coordination.k8s.io", "Lease", KindGroup::Cluster, QT_TRANSLATE_NOOP("Kinds", "Leases")},
    {"apiextensions.k8s.io", "CustomResourceDefinition", KindGroup::Cluster,
        QT_TRANSLATE_NOOP("Kinds", "CustomResourceDefinitions")},
};

const Common* entryOf(std::span<const Common> entries, const api::Kind& kind)
{
    const auto same = [&](const Common& entry) { return entry.group == kind.group && entry.kind == kind.kind; };
    const auto found = std::ranges::find_if(entries, same);
    return found == entries.end() ? nullptr : &*found;
}

bool isOfLab(const api::Kind& kind)
{
    return kind.group == "lab.kubarium.dev";
}

bool isListed(const api::Kind& kind)
{
    // The Clock is not listed: it stands below everything, and moves.
    return kind.stored && !kind.resource.empty() && std::ranges::find(kind.verbs, "list") != kind.verbs.end()
        && !(isOfLab(kind) && kind.kind == "Clock");
}

std::vector<ShownKind> allShown()
{
    std::vector<ShownKind> shown;
    const auto add = [&](const api::Kind& kind, KindGroup group, bool common) {
        shown.push_back({&kind, lab::resourceId(kind), group, common});
    };
    for (const std::span<const Common> entries :
        {std::span<const Common>(commonKinds), std::span<const Common>(rareKinds)}) {
        for (const Common& entry : entries) {
            for (const api::Kind& kind : api::kinds()) {
                if (isListed(kind) && kind.group == entry.group && kind.kind == entry.kind)
                    add(kind, entry.where, entries.data() == commonKinds);
            }
        }
    }
    for (const api::Kind& kind : api::kinds()) {
        if (isListed(kind) && !entryOf(commonKinds, kind) && !entryOf(rareKinds, kind))
            add(kind, KindGroup::Other, false);
    }
    std::ranges::stable_sort(shown, {}, &ShownKind::group);
    return shown;
}

} // namespace

std::span<const ShownKind> shownKinds()
{
    static const std::vector<ShownKind> all = allShown();
    return all;
}

QString nameOf(KindGroup group)
{
    static constexpr const char* names[] = {QT_TRANSLATE_NOOP("Kinds", "Cluster"),
        QT_TRANSLATE_NOOP("Kinds", "Workloads"), QT_TRANSLATE_NOOP("Kinds", "Network"),
        QT_TRANSLATE_NOOP("Kinds", "Config & storage"), QT_TRANSLATE_NOOP("Kinds", "Access"),
        QT_TRANSLATE_NOOP("Kinds", "Lab"), QT_TRANSLATE_NOOP("Kinds", "Other")};
    return QCoreApplication::translate("Kinds", names[std::size_t(group)]);
}

QString pluralOf(const api::Kind& kind)
{
    for (const std::span<const Common> entries :
        {std::span<const Common>(commonKinds), std::span<const Common>(rareKinds)}) {
        if (const Common* const entry = entryOf(entries, kind))
            return QCoreApplication::translate("Kinds", entry->plural);
    }
    return words(kind.kind);
}

QString docOf(const api::Doc& doc)
{
    return words(QLocale().language() == QLocale::Korean && !doc.ko.empty() ? doc.ko : doc.en);
}

const store::ObjectTree& objectsOf(const api::Kind& kind, const lab::Batch& batch)
{
    return (isOfLab(kind) ? batch.labSnapshot : batch.snapshot).tree(lab::resourceId(kind));
}

const std::vector<store::Change>& changesOf(const api::Kind& kind, const lab::Batch& batch)
{
    return isOfLab(kind) ? batch.labChanges : batch.changes;
}

const api::Kind* kindCalled(const QString& name)
{
    const std::string wanted = name.toLower().toStdString();
    if (wanted.empty())
        return nullptr;
    for (const ShownKind& shown : shownKinds()) {
        const api::Kind& kind = *shown.kind;
        const bool isShort = std::ranges::find(kind.shortNames, wanted) != kind.shortNames.end();
        if (kind.resource == wanted || kind.singular == wanted || isShort)
            return &kind;
    }
    return nullptr;
}

} // namespace kubarium::gui
