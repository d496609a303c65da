#include "columns.h"

#include "podstate.h"

#include "api/types/core-config.h"
#include "api/types/core-service.h"
#include "apiserver/resources.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

constexpr std::size_t longestLog = 1U << 17;
constexpr std::size_t manyGroups = 4096;

store::ResourceId resourceOf(const char* kind)
{
    return apiserver::resourceId(*api::findKind("", "v1", kind));
}

store::ResourceId podsId()
{
    static const store::ResourceId id = resourceOf("Pod");
    return id;
}

store::ResourceId nodesId()
{
    static const store::ResourceId id = resourceOf("Node");
    return id;
}

store::ResourceId namespacesId()
{
    static const store::ResourceId id = resourceOf("Namespace");
    return id;
}

store::ResourceId servicesId()
{
    static const store::ResourceId id = resourceOf("Service");
    return id;
}

// FNV-1a; groups are only found by it, so it shows nowhere.
std::uint64_t hashed(std::uint64_t hash, std::string_view text)
{
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return (hash ^ 0xff) * 0x100000001b3ULL;
}

bool isLeaving(const api::Pod& pod)
{
    return static_cast<bool>(pod.metadata.deletionTimestamp);
}

bool isSameGroup(const api::Pod& a, const api::Pod& b)
{
    return isLeaving(a) == isLeaving(b) && a.metadata.labels == b.metadata.labels
        && a.spec->affinity == b.spec->affinity;
}

// Whether what plugins read of a node differs, except for its images.
bool isOtherNode(const api::Node& a, const api::Node& b)
{
    return !(a.metadata.labels == b.metadata.labels) || !(a.spec->taints == b.spec->taints)
        || a.spec->unschedulable != b.spec->unschedulable || !(a.status->allocatable == b.status->allocatable);
}

} // namespace

void NodeColumns::clear()
{
    const std::uint64_t shape = m_shape;
    const std::uint64_t position = this->position();
    const std::uint64_t nominations = m_nominations;
    *this = NodeColumns();
    m_shape = shape + 1;
    m_logBegin = position;
    m_nominations = nominations + 1;
}

void NodeColumns::rebuild(const store::Snapshot& snapshot, const api::ObjectPtr& last)
{
    clear();
    snapshot.tree(nodesId()).visit([this](const api::ObjectPtr& node) {
        addNode(node);
        return true;
    });
    snapshot.tree(namespacesId()).visit([this](const api::ObjectPtr& home) {
        m_namespaces[home.meta().name] = home.meta().labels;
        return true;
    });
    snapshot.tree(servicesId()).visit([this](const api::ObjectPtr& service) {
        learnService(service, false);
        return true;
    });
    snapshot.tree(podsId()).visit([this](const api::ObjectPtr& object) {
        const api::Pod& pod = *object.as<api::Pod>();
        wait(object, true);
        if (const NodeIndex node = isPlaced(pod) ? find(pod.spec->nodeName) : noNode; node != noNode)
            arrive(node, placed(object));
        return true;
    });
    m_logBegin += m_log.size();
    m_log.clear();
    m_revision = snapshot.revision;
    m_last = last;
}

bool NodeColumns::follow(const store::Store& store)
{
    if (m_revision > store.revision() || m_groups.size() > manyGroups + 4 * m_placed)
        return false;
    if (m_revision < store.revision() && store.oldestChange() > m_revision + 1)
        return false;
    while (m_revision < store.revision()) {
        const store::Change& change = *store.change(m_revision + 1);
        if (change.resource == podsId())
            learnPod(change);
        else if (change.resource == nodesId()) {
            if (!learnNode(change))
                return false;
        } else if (change.resource == servicesId())
            learnService(change.now, change.type == store::ChangeType::Deleted);
        else if (change.resource == namespacesId()) {
            api::Map<api::Text>& labels = m_namespaces[change.now.meta().name];
            if (!(labels == change.now.meta().labels)) {
                labels = change.now.meta().labels;
                ++m_shape;
            }
        }
        ++m_revision;
        m_last = change.now;
    }
    if (m_log.size() > longestLog) {
        m_log.erase(m_log.begin(), m_log.begin() + longestLog / 2);
        m_logBegin += longestLog / 2;
    }
    return true;
}

NodeIndex NodeColumns::find(const api::Text& name) const
{
    const auto found = m_byName.find(name);
    return found == m_byName.end() ? noNode : found->second;
}

const OtherResource* NodeColumns::other(std::string_view name) const
{
    const auto found = std::find_if(
        m_others.begin(), m_others.end(), [&](const OtherResource& resource) { return resource.name == name; });
    return found == m_others.end() ? nullptr : &*found;
}

const Topology& NodeColumns::topology(const api::Text& key) const
{
    for (const std::unique_ptr<Topology>& topology : m_topologies) {
        if (topology->key == key)
            return *topology;
    }
    auto made = std::make_unique<Topology>();
    made->key = key;
    made->domainOf.assign(size(), -1);
    std::unordered_map<std::string_view, std::int32_t> domains;
    for (NodeIndex i = 0; i < size(); ++i) {
        if (const api::Text* const value = node(i).metadata.labels.find(key)) {
            const auto [domain, isNew] = domains.try_emplace(*value, static_cast<std::int32_t>(made->values.size()));
            if (isNew)
                made->values.push_back(*value);
            made->domainOf[i] = domain->second;
        }
    }
    made->isOneEach = made->values.size() == size()
        && std::none_of(made->domainOf.begin(), made->domainOf.end(), [](std::int32_t domain) { return domain < 0; });
    m_topologies.push_back(std::move(made));
    return *m_topologies.back();
}

const ImageOnNodes* NodeColumns::image(const std::string& name) const
{
    const auto found = m_images.find(name);
    return found == m_images.end() ? nullptr : &found->second;
}

const api::Map<api::Text>& NodeColumns::namespaceLabels(const api::Text& name) const
{
    static const api::Map<api::Text> none;
    const auto found = m_namespaces.find(name);
    return found == m_namespaces.end() ? none : found->second;
}

const std::map<api::Text, api::Map<api::Text>>& NodeColumns::services(const api::Text& namespace_) const
{
    static const std::map<api::Text, api::Map<api::Text>> none;
    const auto found = m_services.find(namespace_);
    return found == m_services.end() ? none : found->second;
}

void NodeColumns::addNode(const api::ObjectPtr& node)
{
    const auto index = static_cast<NodeIndex>(size());
    m_nodes.push_back(node);
    m_byName.emplace(node.meta().name, index);
    for (ResourceColumns* const columns : {&m_allocatable, &m_requested}) {
        for (auto* const column : {&columns->cpu, &columns->memory, &columns->ephemeral, &columns->pods})
            column->push_back(0);
    }
    m_rankedCpu.push_back(0);
    m_rankedMemory.push_back(0);
    m_ports.emplace_back();
    m_pods.emplace_back();
    for (OtherResource& resource : m_others) {
        resource.allocatable.push_back(0);
        resource.requested.push_back(0);
    }
    readNode(index);
    setImages(index, this->node(index).status->images);
}

// What a node says of itself, as far as it stands in columns.
void NodeColumns::readNode(NodeIndex index)
{
    for (OtherResource& resource : m_others)
        resource.allocatable[index] = 0;
    m_allocatable.cpu[index] = m_allocatable.memory[index] = m_allocatable.ephemeral[index] =
        m_allocatable.pods[index] = 0;
    for (const auto& [name, quantity] : node(index).status->allocatable) {
        const std::int64_t amount = amountOf(name, quantity);
        if (name == "cpu")
            m_allocatable.cpu[index] = amount;
        else if (name == "memory")
            m_allocatable.memory[index] = amount;
        else if (name == "ephemeral-storage")
            m_allocatable.ephemeral[index] = amount;
        else if (name == "pods")
            m_allocatable.pods[index] = amount;
        else
            otherToEdit(name).allocatable[index] = amount;
    }
}

OtherResource& NodeColumns::otherToEdit(const api::Text& name)
{
    const auto found = std::find_if(
        m_others.begin(), m_others.end(), [&](const OtherResource& resource) { return resource.name == name; });
    if (found != m_others.end())
        return *found;
    return m_others.emplace_back(
        OtherResource{name, std::vector<std::int64_t>(size(), 0), std::vector<std::int64_t>(size(), 0)});
}

void NodeColumns::setImages(NodeIndex node, const api::List<api::ContainerImage>& images)
{
    for (const api::ContainerImage& image : images) {
        for (const api::Text& name : image.names) {
            ImageOnNodes& known = m_images[name.str()];
            std::vector<std::pair<NodeIndex, std::int64_t>>& list = known.nodes;
            ++known.version;
            const auto place = std::lower_bound(
                list.begin(), list.end(), node, [](const auto& entry, NodeIndex index) { return entry.first < index; });
            if (place != list.end() && place->first == node)
                place->second = image.sizeBytes;
            else
                list.emplace(place, node, image.sizeBytes);
        }
    }
}

void NodeColumns::dropImage(NodeIndex node, const std::string& name)
{
    ImageOnNodes& known = m_images[name];
    std::erase_if(known.nodes, [&](const auto& entry) { return entry.first == node; });
    ++known.version;
}

bool NodeColumns::learnNode(const store::Change& change)
{
    if (change.type != store::ChangeType::Updated)
        return false;
    const NodeIndex index = find(change.now.meta().name);
    if (index == noNode)
        return false;
    const api::Node& before = *change.before.as<api::Node>();
    const api::Node& now = *change.now.as<api::Node>();
    m_nodes[index] = change.now;
    if (isOtherNode(before, now)) {
        readNode(index);
        m_topologies.clear();
        ++m_shape;
    }
    if (!(before.status->images == now.status->images)) {
        for (const api::ContainerImage& image : before.status->images) {
            for (const api::Text& name : image.names)
                dropImage(index, name.str());
        }
        setImages(index, now.status->images);
    }
    return true;
}

void NodeColumns::learnService(const api::ObjectPtr& object, bool isGone)
{
    const api::Service& service = *object.as<api::Service>();
    auto& home = m_services[service.metadata.namespace_];
    const auto known = home.find(service.metadata.name);
    const bool hasSelector = !isGone && !service.spec->selector.empty();
    if (hasSelector ? known != home.end() && known->second == service.spec->selector : known == home.end())
        return;
    if (hasSelector)
        home[service.metadata.name] = service.spec->selector;
    else
        home.erase(known);
    ++m_shape;
}

void NodeColumns::learnPod(const store::Change& change)
{
    const api::Pod* const before = change.before.as<api::Pod>();
    const api::Pod* const now = change.type == store::ChangeType::Deleted ? nullptr : change.now.as<api::Pod>();
    if (before)
        wait(change.before, false);
    if (now)
        wait(change.now, true);
    const NodeIndex from = before && isPlaced(*before) ? find(before->spec->nodeName) : noNode;
    const NodeIndex to = now && isPlaced(*now) ? find(now->spec->nodeName) : noNode;
    if (from == noNode && to == noNode)
        return;
    if (from != to) {
        if (from != noNode)
            leave(from, indexOn(from, before->metadata));
        if (to != noNode)
            arrive(to, placed(change.now));
        return;
    }
    PlacedPod& pod = m_pods[to][indexOn(to, now->metadata)];
    pod.object = change.now;
    const bool isSameSpec = before->spec.sameStorage(now->spec);
    if (isSameSpec && isLeaving(*before) == isLeaving(*now)
        && before->metadata.labels.sameStorage(now->metadata.labels))
        return; // as by far the most writes: its kubelet reports
    const Requests requests = isSameSpec ? pod.requests : requestsOf(*now->spec);
    const bool isResized = !(requests == pod.requests);
    if (isResized) {
        count(to, pod, -1);
        pod.requests = requests;
        count(to, pod, +1);
    }
    const GroupIndex left = pod.group;
    if (!isSameGroup(*before, *now))
        pod.group = groupOf(*now);
    if (isResized || pod.group != left) {
        note(to, left, -1);
        note(to, pod.group, +1);
    }
}

void NodeColumns::wait(const api::ObjectPtr& object, bool isIn)
{
    const api::Pod& pod = *object.as<api::Pod>();
    if (!isWaiting(pod))
        return;
    const std::pair key{pod.metadata.namespace_, pod.metadata.name};
    if (!pod.status->nominatedNodeName.empty()) {
        if (isIn)
            m_nominated[key] = object;
        else
            m_nominated.erase(key);
        ++m_nominations;
    }
    if (isRefused(pod))
        return;
    WaitingPod place{priorityOf(pod), store::revisionOf(object), key.first, key.second};
    if (isIn)
        m_waiting.insert(std::move(place));
    else
        m_waiting.erase(place);
}

PlacedPod NodeColumns::placed(const api::ObjectPtr& object)
{
    const api::Pod& pod = *object.as<api::Pod>();
    return {object, requestsOf(*pod.spec), groupOf(pod)};
}

void NodeColumns::place(const api::ObjectPtr& pod, NodeIndex node)
{
    arrive(node, placed(pod));
}

void NodeColumns::stand(const std::vector<api::ObjectPtr>& nodes)
{
    clear();
    for (const api::ObjectPtr& node : nodes)
        addNode(node);
}

void NodeColumns::arrive(NodeIndex node, PlacedPod pod)
{
    note(node, pod.group, +1);
    ++m_placed;
    ++m_priorities[priorityOf(pod.pod())];
    put(node, std::move(pod));
}

void NodeColumns::leave(NodeIndex node, std::size_t index)
{
    const PlacedPod pod = lift(node, index);
    note(node, pod.group, -1);
    --m_placed;
    const auto priority = m_priorities.find(priorityOf(pod.pod()));
    if (--priority->second == 0)
        m_priorities.erase(priority);
}

PlacedPod NodeColumns::lift(NodeIndex node, std::size_t index)
{
    std::vector<PlacedPod>& list = m_pods[node];
    PlacedPod pod = std::move(list[index]);
    if (index + 1 != list.size())
        list[index] = std::move(list.back());
    list.pop_back();
    count(node, pod, -1);
    return pod;
}

void NodeColumns::put(NodeIndex node, PlacedPod pod)
{
    count(node, pod, +1);
    m_pods[node].push_back(std::move(pod));
}

void NodeColumns::count(NodeIndex node, const PlacedPod& pod, std::int64_t sign)
{
    const Requests& requests = pod.requests;
    m_requested.cpu[node] += sign * requests.cpu;
    m_requested.memory[node] += sign * requests.memory;
    m_requested.ephemeral[node] += sign * requests.ephemeral;
    m_requested.pods[node] += sign;
    m_rankedCpu[node] += sign * requests.rankedCpu;
    m_rankedMemory[node] += sign * requests.rankedMemory;
    for (const Amount& amount : requests.others)
        otherToEdit(amount.resource).requested[node] += sign * amount.value;
    for (const HostPort& port : hostPortsOf(*pod.pod().spec)) {
        std::vector<HostPort>& held = m_ports[node];
        if (sign > 0)
            held.push_back(port);
        else if (const auto found = std::find(held.begin(), held.end(), port); found != held.end())
            held.erase(found);
    }
}

void NodeColumns::note(NodeIndex node, GroupIndex group, std::int32_t sign)
{
    m_log.push_back({node, group, sign});
}

std::size_t NodeColumns::indexOn(NodeIndex node, const api::ObjectMeta& pod) const
{
    const std::vector<PlacedPod>& list = m_pods[node];
    std::size_t index = 0;
    while (index < list.size()
        && !(list[index].object.meta().name == pod.name && list[index].object.meta().namespace_ == pod.namespace_))
        ++index;
    assert(index < list.size());
    return index;
}

GroupIndex NodeColumns::groupOf(const api::Pod& pod)
{
    std::uint64_t hash =
        hashed(isLeaving(pod) ? 0x9e3779b97f4a7c15ULL : 0xcbf29ce484222325ULL, pod.metadata.namespace_);
    for (const auto& [key, value] : pod.metadata.labels)
        hash = hashed(hashed(hash, key), value);
    const auto [first, last] = m_groupsByHash.equal_range(hash);
    for (auto entry = first; entry != last; ++entry) {
        const PodGroup& group = m_groups[entry->second];
        if (group.isLeaving == isLeaving(pod) && group.namespace_ == pod.metadata.namespace_
            && group.labels == pod.metadata.labels && group.affinity == pod.spec->affinity)
            return entry->second;
    }
    const auto index = static_cast<GroupIndex>(m_groups.size());
    m_groupsByHash.emplace(hash, index);
    PodGroup& group = m_groups.emplace_back();
    group.namespace_ = pod.metadata.namespace_;
    group.labels = pod.metadata.labels;
    group.affinity = pod.spec->affinity;
    group.isLeaving = isLeaving(pod);
    if (group.affinity)
        group.terms = AffinityTerms(*group.affinity, group.namespace_);
    if (!group.terms.empty())
        ++m_groupsWithTerms;
    return index;
}

} // namespace kubarium::scheduler
