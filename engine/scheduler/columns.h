// What the scheduler sees of a cluster: its nodes as columns, in the order of their names, and the pods on them.
//
//   node      allocatable cpu  memory …   requested cpu  memory …   pods
//   node-1               4000     8Gi               250    70Mi     coredns-…, web-…
//   node-2               4000     8Gi                 0       0
//
// Columns are a pure function of what is stored: they can be made from any snapshot, and they follow a store by reading its
// log from where they stand (columnscache.h). So they are no part of the World: copying or replaying one costs nothing here,
// and decides the same.
//
// Pods that say the same to those who count them (namespace, labels, affinity, whether they are being deleted) form a
// group. Whoever counts pods asks once a group and adds numbers from then on; each pod that comes to a node or leaves it
// stands as a Count in a log of its own, so that sums are kept up to date instead of made anew.
#pragma once

#include "affinityterms.h"
#include "plugins/prioritysort.h"
#include "requests.h"

#include "api/types/core-node.h"
#include "store/store.h"

#include <map>
#include <set>
#include <span>
#include <unordered_map>

namespace kubarium::scheduler {

using NodeIndex = std::uint32_t;
using GroupIndex = std::uint32_t;

inline constexpr NodeIndex noNode = ~NodeIndex{0};

struct PodGroup {
    api::Text namespace_;
    api::Map<api::Text> labels;
    api::Box<api::Affinity> affinity;
    bool isLeaving = false; // being deleted
    AffinityTerms terms;
};

struct PlacedPod {
    api::ObjectPtr object;
    Requests requests;
    GroupIndex group = 0;

    const api::Pod& pod() const { return *object.as<api::Pod>(); }
};

struct ResourceColumns {
    std::vector<std::int64_t> cpu, memory, ephemeral, pods;
};

struct OtherResource {
    api::Text name;
    std::vector<std::int64_t> allocatable, requested;
};

// Into which domain each node falls by a label; -1 without it.
struct Topology {
    api::Text key;
    std::vector<std::int32_t> domainOf;
    std::vector<api::Text> values; // of the domains
    bool isOneEach = false; // each node is a domain of its own, in their order
};

struct ImageOnNodes {
    std::vector<std::pair<NodeIndex, std::int64_t>> nodes; // with its size there
    std::uint64_t version = 0; // grows with each change
};

struct Count {
    NodeIndex node;
    GroupIndex group;
    std::int32_t sign;
};

// The place of a pod among those that wait and were not refused yet: by priority, and then who came first.
struct WaitingPod {
    std::int32_t priority = 0;
    store::Revision revision = 0;
    api::Text namespace_;
    api::Text name;

    friend bool operator<(const WaitingPod& a, const WaitingPod& b)
    {
        if (const auto order = prioritySort(a.priority, a.revision, b.priority, b.revision); order != 0)
            return order < 0;
        return std::tie(a.namespace_, a.name) < std::tie(b.namespace_, b.name);
    }
};

class NodeColumns {
public:
    // Anew from all that a snapshot holds. `last`: what lastWritten() answers afterwards.
    void rebuild(const store::Snapshot& snapshot, const api::ObjectPtr& last = {});
    // Follows a store from the revision at which the columns stand to its present one; false if its log does not reach back
    // so far, or a node came or went: then they must be rebuilt.
    bool follow(const store::Store& store);

    std::size_t size() const { return m_nodes.size(); }

    const api::Node& node(NodeIndex index) const { return *m_nodes[index].as<api::Node>(); }

    const api::Text& name(NodeIndex index) const { return m_nodes[index].meta().name; }

    NodeIndex find(const api::Text& name) const; // noNode if there is none

    const ResourceColumns& allocatable() const { return m_allocatable; }

    const ResourceColumns& requested() const { return m_requested; }

    // With what containers without requests are taken to need.
    std::span<const std::int64_t> rankedCpu() const { return m_rankedCpu; }

    std::span<const std::int64_t> rankedMemory() const { return m_rankedMemory; }

    const OtherResource* other(std::string_view name) const; // null if no node knows it

    std::span<const HostPort> portsOn(NodeIndex node) const { return m_ports[node]; }

    std::span<const PlacedPod> podsOn(NodeIndex node) const { return m_pods[node]; }

    std::size_t podsInAll() const { return m_placed; }

    std::span<const PodGroup> groups() const { return m_groups; }

    bool hasGroupsWithTerms() const { return m_groupsWithTerms > 0; }

    const Topology& topology(const api::Text& key) const;
    const ImageOnNodes* image(const std::string& name) const;
    const api::Map<api::Text>& namespaceLabels(const api::Text& name) const;

    NamespaceLabels homes() const
    {
        return [this](const api::Text& name) -> const api::Map<api::Text>& { return namespaceLabels(name); };
    }

    // Selectors of the Services of a namespace that have one, by name.
    const std::map<api::Text, api::Map<api::Text>>& services(const api::Text& namespace_) const;

    const std::set<WaitingPod>& waiting() const { return m_waiting; }

    // Pods that wait and are promised a node, by namespace and name.
    const std::map<std::pair<api::Text, api::Text>, api::ObjectPtr>& nominated() const { return m_nominated; }

    std::uint64_t nominations() const { return m_nominations; } // counts changes of them

    // How many placed pods have a priority.
    const std::map<std::int32_t, std::size_t>& priorities() const { return m_priorities; }

    // What was worked out from the columns holds as long as these stay the same …
    std::uint64_t shape() const { return m_shape; } // nodes, their labels, taints and sizes; namespaces, Services

    // … but for the pods that came and went since a position in the log of counts.
    std::uint64_t position() const { return m_logBegin + m_log.size(); }

    std::uint64_t oldestPosition() const { return m_logBegin; }

    std::span<const Count> countsSince(std::uint64_t position) const
    {
        return std::span(m_log).subspan(static_cast<std::size_t>(position - m_logBegin));
    }

    // To try what would be if a pod were elsewhere: not logged, to be undone by the opposite. Pods of a node keep no order.
    PlacedPod lift(NodeIndex node, std::size_t index);
    void put(NodeIndex node, PlacedPod pod);
    // A pod as it would stand on a node.
    PlacedPod placed(const api::ObjectPtr& pod);

    // For a bench: a pod is bound, without a store.
    void place(const api::ObjectPtr& pod, NodeIndex node);
    void stand(const std::vector<api::ObjectPtr>& nodes);

    store::Revision revision() const { return m_revision; }

    // The object of the write at which the columns stand: another store with the same one has the same past.
    const api::ObjectPtr& lastWritten() const { return m_last; }

private:
    void clear();
    void addNode(const api::ObjectPtr& node);
    void readNode(NodeIndex index);
    void learnPod(const store::Change& change);
    bool learnNode(const store::Change& change);
    void learnService(const api::ObjectPtr& service, bool isGone);
    void arrive(NodeIndex node, PlacedPod pod);
    void leave(NodeIndex node, std::size_t index);
    void wait(const api::ObjectPtr& pod, bool isIn);
    void count(NodeIndex node, const PlacedPod& pod, std::int64_t sign);
    void note(NodeIndex node, GroupIndex group, std::int32_t sign);
    std::size_t indexOn(NodeIndex node, const api::ObjectMeta& pod) const;
    GroupIndex groupOf(const api::Pod& pod);
    OtherResource& otherToEdit(const api::Text& name);
    void setImages(NodeIndex node, const api::List<api::ContainerImage>& images);
    void dropImage(NodeIndex node, const std::string& name);

    std::vector<api::ObjectPtr> m_nodes;
    std::unordered_map<api::Text, NodeIndex> m_byName;
    ResourceColumns m_allocatable;
    ResourceColumns m_requested;
    std::vector<std::int64_t> m_rankedCpu;
    std::vector<std::int64_t> m_rankedMemory;
    std::vector<OtherResource> m_others;
    std::vector<std::vector<HostPort>> m_ports;
    std::vector<std::vector<PlacedPod>> m_pods;
    std::size_t m_placed = 0;
    std::map<std::int32_t, std::size_t> m_priorities;

    std::vector<PodGroup> m_groups;
    std::unordered_multimap<std::uint64_t, GroupIndex> m_groupsByHash;
    std::size_t m_groupsWithTerms = 0;

    mutable std::vector<std::unique_ptr<Topology>> m_topologies; // made when first asked for
    std::unordered_map<std::string, ImageOnNodes> m_images;
    std::unordered_map<api::Text, api::Map<api::Text>> m_namespaces;
    std::unordered_map<api::Text, std::map<api::Text, api::Map<api::Text>>> m_services;
    std::set<WaitingPod> m_waiting;
    std::map<std::pair<api::Text, api::Text>, api::ObjectPtr> m_nominated;
    std::uint64_t m_nominations = 0;

    std::vector<Count> m_log;
    std::uint64_t m_logBegin = 0;
    std::uint64_t m_shape = 0;
    store::Revision m_revision = 0;
    api::ObjectPtr m_last;
};

} // namespace kubarium::scheduler
