#include "noderestriction.h"

#include "authorizer.h"
#include "nodeidentity.h"
#include "podreferences.h"

#include "../refusals.h"
#include "../resources.h"

#include "api/goformat.h"
#include "api/types/authentication.h"
#include "api/types/core-node.h"
#include "api/types/core-pod.h"
#include "api/types/core-volumes.h"
#include "api/types/storage.h"

#include <algorithm>
#include <set>

namespace kubarium::apiserver {

namespace {

using api::goQuoted;
using Refusal = std::optional<api::Status>;

constexpr std::string_view leaseNamespace = "kube-node-lease";

// Labels under kubernetes.io and k8s.io that a kubelet reports about itself.
constexpr std::string_view kubeletLabels[] = {"beta.kubernetes.io/arch", "beta.kubernetes.io/instance-type",
    "beta.kubernetes.io/os", "failure-domain.beta.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone",
    "kubernetes.io/arch", "kubernetes.io/hostname", "kubernetes.io/os", "node.kubernetes.io/instance-type",
    "topology.kubernetes.io/region", "topology.kubernetes.io/zone"};

bool isIn(std::string_view domain, std::string_view parent)
{
    return domain == parent
        || (domain.ends_with(parent) && domain.size() > parent.size()
            && domain[domain.size() - parent.size() - 1] == '.');
}

bool mayLabel(std::string_view key)
{
    const std::size_t slash = key.find('/');
    const std::string_view domain = slash == std::string_view::npos ? std::string_view() : key.substr(0, slash);
    if (isIn(domain, "node-restriction.kubernetes.io"))
        return false;
    if (!isIn(domain, "kubernetes.io") && !isIn(domain, "k8s.io"))
        return true;
    return isIn(domain, "kubelet.kubernetes.io") || isIn(domain, "node.kubernetes.io")
        || std::find(std::begin(kubeletLabels), std::end(kubeletLabels), key) != std::end(kubeletLabels);
}

// Labels that differ and that a kubelet may not touch: "a, b"; empty if there are none.
std::string forbiddenLabels(const api::Map<api::Text>& now, const api::Map<api::Text>& old)
{
    std::set<std::string_view> keys;
    const auto note = [&keys](const api::Map<api::Text>& some, const api::Map<api::Text>& others) {
        for (const auto& [key, value] : some) {
            const api::Text* const other = others.find(key);
            if ((!other || !(*other == value)) && !mayLabel(key))
                keys.insert(key);
        }
    };
    note(now, old);
    note(old, now);
    std::string text;
    for (const std::string_view key : keys)
        text += (text.empty() ? "" : ", ") + std::string(key);
    return text;
}

// What is done to the object.
enum class Operation : std::uint8_t { Create, Update, Delete };

Operation operationOf(const Attributes& attributes)
{
    if (creates(attributes))
        return Operation::Create;
    return attributes.request.verb == Verb::Delete ? Operation::Delete : Operation::Update;
}

// One request of one kubelet.
class Check {
public:
    Check(const Attributes& attributes, const api::ObjectPtr& object, std::string_view node)
        : m_attributes(attributes),
          m_request(attributes.request),
          m_object(object),
          m_node(node),
          m_operation(operationOf(attributes)),
          m_self("node " + goQuoted(node))
    {
    }

    Refusal refusal() const
    {
        const std::string_view group = m_attributes.kind.group;
        const std::string_view resource = m_attributes.kind.resource;
        if (group == "coordination.k8s.io" && resource == "leases")
            return lease();
        if (group == "storage.k8s.io" && resource == "csinodes")
            return csiNode();
        if (!group.empty())
            return std::nullopt;
        if (resource == "pods")
            return pod();
        if (resource == "nodes")
            return node();
        if (resource == "persistentvolumeclaims")
            return claim();
        if (resource == "serviceaccounts" && m_request.subresource == "token" && m_operation == Operation::Create)
            return token();
        return std::nullopt;
    }

    Refusal forbid(std::string_view why) const
    {
        const std::string name = this->name();
        return refusals::forbidden(m_attributes.kind, name.empty() ? "Unknown" : name, why);
    }

private:
    std::string_view operation() const
    {
        static constexpr std::string_view words[] = {"CREATE", "UPDATE", "DELETE"};
        return words[static_cast<std::size_t>(m_operation)];
    }

    std::string name() const
    {
        if (!m_request.name.empty() || !m_object)
            return m_request.name;
        const api::ObjectMeta& meta = m_object.meta();
        return (meta.name.empty() ? meta.generateName : meta.name).str();
    }

    Refusal lease() const
    {
        if (m_request.namespace_ != leaseNamespace)
            return forbid("can only access leases in the " + goQuoted(leaseNamespace) + " system namespace");
        if (name() != m_node)
            return forbid("can only access node lease with the same name as the requesting node");
        return std::nullopt;
    }

    Refusal csiNode() const
    {
        if (name() != m_node)
            return forbid("can only access CSINode with the same name as the requesting node");
        return std::nullopt;
    }

    Refusal pod() const
    {
        const std::string& subresource = m_request.subresource;
        if (subresource == "status")
            return podStatus();
        if (subresource == "eviction")
            return podEviction();
        if (!subresource.empty())
            return forbid(
                "unexpected pod subresource " + goQuoted(subresource) + ", only 'status' and 'eviction' are allowed");
        if (m_operation == Operation::Create)
            return mirrorPod(*m_object.as<api::Pod>());
        if (m_operation != Operation::Delete)
            return forbid("unexpected operation " + goQuoted(operation()) + ", " + m_self
                + " can only create and delete mirror pods");
        const auto* const old = m_attributes.old.as<api::Pod>();
        if (old && !(old->spec->nodeName == m_node))
            return forbid(m_self + " can only delete pods with spec.nodeName set to itself");
        return std::nullopt;
    }

    Refusal podStatus() const
    {
        const auto* const old = m_attributes.old.as<api::Pod>();
        const auto* const now = m_object.as<api::Pod>();
        if (!old || !now || m_operation == Operation::Create || m_operation == Operation::Delete)
            return forbid("unexpected operation " + goQuoted(operation()));
        if (!(old->spec->nodeName == m_node))
            return forbid(m_self + " can only update pod status for pods with spec.nodeName set to itself");
        if (!(old->metadata.labels == now->metadata.labels))
            return forbid(m_self + " cannot update labels through pod status");
        if (!(old->status->resourceClaimStatuses == now->status->resourceClaimStatuses))
            return forbid(m_self + " cannot update resource claim statues");
        return std::nullopt;
    }

    Refusal podEviction() const
    {
        if (m_operation != Operation::Create)
            return forbid("unexpected operation " + std::string(operation()));
        const std::string evicted = name();
        if (evicted.empty())
            return forbid("could not determine pod from request data");
        const api::ObjectPtr object = podNamed(evicted);
        if (!object)
            return refusals::notFound(*api::findKind("", "v1", "Pod"), evicted);
        if (!(object.as<api::Pod>()->spec->nodeName == m_node))
            return forbid("node " + std::string(m_node) + " can only evict pods with spec.nodeName set to itself");
        return std::nullopt;
    }

    Refusal mirrorPod(const api::Pod& pod) const
    {
        if (!isMirror(pod))
            return forbid("pod does not have \"kubernetes.io/config.mirror\" annotation, " + m_self
                + " can only create mirror pods");
        if (!(pod.spec->nodeName == m_node))
            return forbid(m_self + " can only create pods with spec.nodeName set to itself");
        if (const Refusal refusal = mirrorOwner(pod.metadata.ownerReferences))
            return refusal;
        const std::string cannot = m_self + " can not create pods that reference ";
        if (!pod.spec->serviceAccountName.empty())
            return forbid(cannot + "a service account");
        if (refersToAny(pod, Referenced::Secret))
            return forbid(cannot + "secrets");
        if (refersToAny(pod, Referenced::ConfigMap))
            return forbid(cannot + "configmaps");
        if (refersToAny(pod, Referenced::ClusterTrustBundle))
            return forbid(cannot + "clustertrustbundles");
        const auto isClaim = [](const api::Volume& volume) { return bool(volume.persistentVolumeClaim); };
        if (std::any_of(pod.spec->volumes.begin(), pod.spec->volumes.end(), isClaim))
            return forbid(cannot + "persistentvolumeclaims");
        return std::nullopt;
    }

    Refusal mirrorOwner(const api::List<api::OwnerReference>& owners) const
    {
        if (owners.size() > 1)
            return forbid(m_self + " can only create pods with a single owner reference set to itself");
        const std::string wanted = m_self + " can only create pods with an owner reference set to itself";
        if (owners.empty())
            return forbid(wanted);
        const api::OwnerReference& owner = owners.front();
        if (!(owner.apiVersion == "v1") || !(owner.kind == "Node") || !(owner.name == m_node))
            return forbid(wanted);
        if (!owner.controller.valueOr(false))
            return forbid(m_self + " can only create pods with a controller owner reference set to itself");
        if (owner.blockOwnerDeletion.valueOr(false))
            return forbid(m_self + " must not set blockOwnerDeletion on an owner reference");
        const api::Kind& nodes = *api::findKind("", "v1", "Node");
        const api::ObjectPtr node = m_attributes.state.store.find(keyOf(nodes, {}, m_node));
        if (!node)
            return refusals::notFound(nodes, m_node);
        if (!(owner.uid == node.meta().uid))
            return forbid("node " + std::string(m_node) + " UID mismatch: expected " + owner.uid.str() + " got "
                + node.meta().uid.str());
        return std::nullopt;
    }

    Refusal node() const
    {
        const std::string asked = name();
        if (asked != m_node)
            return forbid(m_self + " is not allowed to modify node " + goQuoted(asked));
        const auto* const now = m_object.as<api::Node>();
        if (!now || m_operation == Operation::Delete)
            return std::nullopt;
        if (m_operation == Operation::Create) {
            if (now->spec->configSource)
                return forbid(m_self + " is not allowed to create pods with a non-nil configSource");
            const std::string labels = forbiddenLabels(now->metadata.labels, {});
            if (!labels.empty())
                return forbid(m_self + " is not allowed to set the following labels: " + labels);
            return std::nullopt;
        }
        const api::Node& old = *m_attributes.old.as<api::Node>();
        if (now->spec->configSource && !(now->spec->configSource == old.spec->configSource))
            return forbid(m_self + " is not allowed to update configSource to a new non-nil configSource");
        if (!(now->spec->taints == old.spec->taints))
            return forbid(m_self + " is not allowed to modify taints");
        const std::string labels = forbiddenLabels(now->metadata.labels, old.metadata.labels);
        if (!labels.empty())
            return forbid("is not allowed to modify labels: " + labels);
        return std::nullopt;
    }

    Refusal claim() const
    {
        if (m_request.subresource != "status")
            return forbid("may only update PVC status");
        const auto* const old = m_attributes.old.as<api::PersistentVolumeClaim>();
        const auto* const now = m_object.as<api::PersistentVolumeClaim>();
        if (!old || !now || m_operation == Operation::Create || m_operation == Operation::Delete)
            return forbid("unexpected operation " + goQuoted(operation()));
        if (!(withoutWhatNodesReport(*old) == withoutWhatNodesReport(*now)))
            return forbid(m_self + " is not allowed to update fields other than status.capacity and status.conditions: "
                + (old->spec == now->spec ? "metadata or status differ" : "spec differs"));
        return std::nullopt;
    }

    static api::PersistentVolumeClaim withoutWhatNodesReport(const api::PersistentVolumeClaim& claim)
    {
        api::PersistentVolumeClaim rest = claim;
        rest.metadata.resourceVersion = {};
        rest.metadata.managedFields.clear();
        api::PersistentVolumeClaimStatus& status = rest.status.edit();
        status.capacity.clear();
        status.conditions.clear();
        status.allocatedResourceStatuses.clear();
        status.allocatedResources.clear();
        return rest;
    }

    Refusal token() const
    {
        const auto* const wish = m_object.as<api::TokenRequest>();
        if (!wish)
            return std::nullopt;
        const api::BoundObjectReference& bound = *wish->spec->boundObjectRef;
        if (!(bound.apiVersion == "v1") || !(bound.kind == "Pod") || bound.name.empty())
            return forbid("node requested token not bound to a pod");
        if (bound.uid.empty())
            return forbid("node requested token with a pod binding without a uid");
        const api::ObjectPtr object = podNamed(bound.name);
        if (!object)
            return refusals::notFound(*api::findKind("", "v1", "Pod"), bound.name);
        const api::Pod& pod = *object.as<api::Pod>();
        if (!(bound.uid == pod.metadata.uid))
            return forbid("the UID in the bound object reference (" + bound.uid.str()
                + ") does not match the UID in record. The object might have been deleted and then recreated");
        if (!(pod.spec->nodeName == m_node))
            return forbid("node requested token bound to a pod scheduled on a different node");
        return audience(*wish->spec, pod);
    }

    // A token may only be for whom the pod itself wants one, or for whom nodes are allowed to ask.
    Refusal audience(const api::TokenRequestSpec& wish, const api::Pod& pod) const
    {
        if (wish.audiences.size() > 1)
            return forbid("node may only request 0 or 1 audiences");
        const std::string_view asked = wish.audiences.empty() ? std::string_view() : wish.audiences.front().view();
        if (isAudienceOf(pod, asked))
            return std::nullopt;
        const Identity& kubelet = *m_request.identity;
        const AccessQuestion question{kubelet, "request-serviceaccounts-token-audience", {}, {}, asked, {},
            m_request.namespace_, m_request.name, {}, {}};
        if (decidedByRoles(m_attributes.state, question).allowed())
            return std::nullopt;
        return forbid("audience " + goQuoted(asked) + " not found in pod spec volume, " + kubelet.user
            + " is not authorized to request tokens for this audience");
    }

    bool isAudienceOf(const api::Pod& pod, std::string_view asked) const
    {
        for (const api::Volume& volume : pod.spec->volumes) {
            for (const api::VolumeProjection& source : volume.projected->sources) {
                if (source.serviceAccountToken && source.serviceAccountToken->audience == asked)
                    return true;
            }
            if (driverAsksFor(driverOf(pod, volume), asked))
                return true;
        }
        return false;
    }

    // The CSI driver that mounts a volume; empty if none does.
    std::string driverOf(const api::Pod& pod, const api::Volume& volume) const
    {
        if (volume.csi)
            return volume.csi->driver.str();
        std::string claimName = volume.persistentVolumeClaim->claimName.str();
        if (volume.ephemeral)
            claimName = pod.metadata.name.str() + "-" + volume.name.str();
        const api::ObjectPtr claim = found("", "PersistentVolumeClaim", m_request.namespace_, claimName);
        if (claimName.empty() || !claim)
            return {};
        const api::ObjectPtr disk =
            found("", "PersistentVolume", {}, claim.as<api::PersistentVolumeClaim>()->spec->volumeName);
        return disk ? disk.as<api::PersistentVolume>()->spec->csi->driver.str() : std::string();
    }

    bool driverAsksFor(const std::string& driver, std::string_view asked) const
    {
        const api::ObjectPtr object =
            driver.empty() ? api::ObjectPtr() : found("storage.k8s.io", "CSIDriver", {}, driver);
        if (!object)
            return false;
        const auto& requests = object.as<api::CSIDriver>()->spec->tokenRequests;
        return std::any_of(requests.begin(), requests.end(),
            [asked](const api::CSITokenRequest& request) { return request.audience == asked; });
    }

    api::ObjectPtr podNamed(std::string_view name) const { return found("", "Pod", m_request.namespace_, name); }

    api::ObjectPtr found(
        std::string_view group, std::string_view kind, std::string_view namespace_, std::string_view name) const
    {
        return m_attributes.state.store.find(keyOf(*api::findKind(group, "v1", kind), namespace_, name));
    }

    const Attributes& m_attributes;
    const Request& m_request;
    const api::ObjectPtr& m_object;
    std::string_view m_node;
    Operation m_operation;
    std::string m_self; // node "node-1"
};

Refusal checked(const Attributes& attributes, const api::ObjectPtr& object)
{
    const auto node = nodeOf(*attributes.request.identity);
    if (!node)
        return std::nullopt;
    const Check check(attributes, object, *node);
    if (node->empty())
        return check.forbid("could not determine node from user " + goQuoted(attributes.request.identity->user));
    return check.refusal();
}

} // namespace

Refusal NodeRestriction::mutate(const Attributes& attributes, api::ObjectPtr& object) const
{
    return checked(attributes, object);
}

// A deletion meets no mutating plugins here.
Refusal NodeRestriction::validate(const Attributes& attributes, const api::ObjectPtr& object) const
{
    return attributes.request.verb == Verb::Delete ? checked(attributes, object) : std::nullopt;
}

} // namespace kubarium::apiserver
