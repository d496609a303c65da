#include "views/cluster/clusterscene.h"

#include "bridge/words.h"
#include "canvas/looks.h"
#include "views/cluster/podlooks.h"

#include "api/podresources.h"

#include <algorithm>
#include <cmath>

namespace kubarium::gui {

namespace {

store::ResourceId resourceOf(std::string_view kind)
{
    return lab::resourceId(*api::findKind("", "v1", kind));
}

store::ResourceId podResource()
{
    static const store::ResourceId id = resourceOf("Pod");
    return id;
}

store::ResourceId nodeResource()
{
    static const store::ResourceId id = resourceOf("Node");
    return id;
}

std::string addressOf(const api::ObjectPtr& pod)
{
    return pod.meta().namespace_.str() + "/" + pod.meta().name.str();
}

std::string nodeOf(const api::ObjectPtr& pod)
{
    return pod.as<api::Pod>()->spec->nodeName.str();
}

double amountOf(const api::Map<api::Quantity>& amounts, std::string_view name)
{
    const api::Quantity* const amount = amounts.find(name);
    return amount ? double(amount->milli()) / 1000 : 0;
}

// "2.5", "4": no more digits than can be told apart in a bar.
QString plain(double amount)
{
    const double rounded = std::round(amount * 10) / 10;
    return QString::number(rounded, 'f', rounded >= 100 || rounded == std::floor(rounded) ? 0 : 1);
}

// "2.5 / 8 Gi", in the unit of the whole.
QString shareOfBytes(double part, double whole)
{
    constexpr double mi = 1024.0 * 1024;
    const bool large = whole >= 1024 * mi;
    const double unit = large ? 1024 * mi : mi;
    return plain(part / unit) + QStringLiteral(" / ") + plain(whole / unit)
        + (large ? QStringLiteral(" Gi") : QStringLiteral(" Mi"));
}

bool isOver(const api::Pod& pod)
{
    return pod.status->phase == "Succeeded" || pod.status->phase == "Failed";
}

} // namespace

ClusterScene::ClusterScene()
{
    m_tiles[""];
    layOut();
}

bool ClusterScene::follow(const lab::Batch& batch)
{
    if (batch.rewound) {
        readAll(batch);
        return true;
    }
    m_dirty.clear();
    m_moved = false;
    for (const store::Change& change : batch.changes) {
        if (change.resource == nodeResource())
            takeNode(change);
        else if (change.resource == podResource())
            takePod(change);
    }
    if (m_dirty.empty() && !m_moved)
        return false;
    if (m_moved || mostPods(Place::Worker) > m_grid.slotsOfWorker()
        || mostPods(Place::Master) > m_grid.slotsOfMaster()) {
        layOut();
        return true;
    }
    std::ranges::sort(m_dirty);
    m_dirty.erase(std::unique(m_dirty.begin(), m_dirty.end()), m_dirty.end());
    for (const std::string& name : m_dirty) {
        if (const auto tile = m_tiles.find(name); tile != m_tiles.end())
            fill(name, tile->second);
    }
    return true;
}

void ClusterScene::showNamespace(const QString& name, const lab::Batch& batch)
{
    m_namespace = name;
    readAll(batch);
}

void ClusterScene::retranslate()
{
    layOut();
}

void ClusterScene::readAll(const lab::Batch& batch)
{
    m_tiles.clear();
    m_grid = ClusterGrid();
    m_pods = 0;
    m_tiles[""];
    batch.snapshot.tree(nodeResource()).visit([&](const api::ObjectPtr& node) {
        tileOf(node.meta().name.str()).node = node;
        return true;
    });
    batch.snapshot.tree(podResource()).visit([&](const api::ObjectPtr& pod) {
        if (shows(pod))
            put(pod);
        return true;
    });
    layOut();
}

ClusterScene::Tile& ClusterScene::tileOf(const std::string& node)
{
    const auto [tile, isNew] = m_tiles.try_emplace(node);
    m_moved = m_moved || isNew;
    return tile->second;
}

void ClusterScene::forget(const std::string& node)
{
    const auto tile = m_tiles.find(node);
    if (node.empty() || tile == m_tiles.end() || tile->second.node || !tile->second.slotOfPod.empty())
        return;
    m_tiles.erase(tile);
    m_moved = true;
}

void ClusterScene::takeNode(const store::Change& change)
{
    const std::string name = change.now.meta().name.str();
    Tile& tile = tileOf(name);
    const Place before = placeOf(name, tile);
    tile.node = change.type == store::ChangeType::Deleted ? api::ObjectPtr() : change.now;
    m_moved = m_moved || placeOf(name, tile) != before;
    m_dirty.push_back(name);
    forget(name);
}

void ClusterScene::takePod(const store::Change& change)
{
    if (!shows(change.now))
        return;
    if (change.before && nodeOf(change.before) != nodeOf(change.now))
        remove(change.before);
    if (change.type == store::ChangeType::Deleted)
        remove(change.now);
    else
        put(change.now);
}

bool ClusterScene::shows(const api::ObjectPtr& pod) const
{
    return m_namespace.isEmpty() || words(pod.meta().namespace_) == m_namespace;
}

void ClusterScene::put(const api::ObjectPtr& object)
{
    const api::Pod& pod = *object.as<api::Pod>();
    const std::string node = nodeOf(object);
    Tile& tile = tileOf(node);
    m_dirty.push_back(node);
    const auto [place, isNew] = tile.slotOfPod.try_emplace(addressOf(object), 0);
    if (isNew) {
        ++m_pods;
        if (tile.free.empty()) {
            place->second = int(tile.places.size());
            tile.places.emplace_back();
        } else {
            place->second = tile.free.extract(tile.free.begin()).value();
        }
    }
    Slot& slot = tile.places[std::size_t(place->second)];
    slot.token = {object, podResource(), {}, moodOf(pod), hueOf(ownerOf(pod))};
    slot.cpu = slot.memory = 0;
    if (node.empty() || isOver(pod))
        return;
    const api::Map<api::Quantity> requests = api::containersRequests(*pod.spec);
    slot.cpu = amountOf(requests, "cpu");
    slot.memory = amountOf(requests, "memory");
}

void ClusterScene::remove(const api::ObjectPtr& pod)
{
    const std::string node = nodeOf(pod);
    const auto tile = m_tiles.find(node);
    if (tile == m_tiles.end())
        return;
    const auto place = tile->second.slotOfPod.find(addressOf(pod));
    if (place == tile->second.slotOfPod.end())
        return;
    tile->second.places[std::size_t(place->second)] = {};
    tile->second.free.insert(place->second);
    tile->second.slotOfPod.erase(place);
    m_dirty.push_back(node);
    --m_pods;
    forget(node);
}

ClusterScene::Place ClusterScene::placeOf(const std::string& name, const Tile& tile)
{
    if (name.empty())
        return Place::Waiting;
    return tile.node && isControlPlane(*tile.node.as<api::Node>()) ? Place::Master : Place::Worker;
}

int ClusterScene::mostPods(Place place) const
{
    int most = 0;
    for (const auto& [name, tile] : m_tiles) {
        if (placeOf(name, tile) == place)
            most = std::max(most, int(tile.places.size()));
    }
    return most;
}

// Everything at its place: when nodes come or go, or a tile is too small.
void ClusterScene::layOut()
{
    std::vector<std::string> names;
    for (const auto& [name, tile] : m_tiles)
        names.push_back(name);
    std::ranges::sort(names, [&](const std::string& a, const std::string& b) {
        const Place left = placeOf(a, m_tiles.at(a));
        const Place right = placeOf(b, m_tiles.at(b));
        if (left != right)
            return left < right;
        return a.size() != b.size() ? a.size() < b.size() : a < b; // node-10 behind node-9
    });
    ClusterGrid::Size size{0, std::max(mostPods(Place::Worker), m_grid.size().podsOnWorker), 0,
        std::max(mostPods(Place::Master), m_grid.size().podsOnMaster)};
    for (std::size_t group = 0; group < names.size(); ++group) {
        Tile& tile = m_tiles.at(names[group]);
        const Place place = placeOf(names[group], tile);
        tile.group = group;
        tile.index = place == Place::Worker ? size.workers++ : place == Place::Master ? size.masters++ : 0;
    }
    m_grid = ClusterGrid(size);
    m_scene.bounds = m_grid.bounds();
    m_scene.groups.clear();
    m_scene.groups.resize(names.size());
    for (auto& [name, tile] : m_tiles)
        fill(name, tile);
}

void ClusterScene::fill(const std::string& name, Tile& tile)
{
    const Place place = placeOf(name, tile);
    Group& group = m_scene.groups[tile.group];
    group.rect = place == Place::Worker ? m_grid.worker(tile.index)
        : place == Place::Master        ? m_grid.master(tile.index)
                                        : m_grid.waiting();
    fillHead(group, name, tile);
    group.tokens.clear();
    for (int slot = 0; slot < int(tile.places.size()); ++slot) {
        const Token& pod = tile.places[std::size_t(slot)].token;
        if (!pod.object)
            continue;
        // Those that wait stand in a queue, and move up.
        const int queued = int(group.tokens.size());
        if (place == Place::Waiting && queued >= m_grid.slotsOfWaiting())
            break;
        Token& token = group.tokens.emplace_back(pod);
        token.rect = place == Place::Worker ? m_grid.slotOfWorker(tile.index, slot)
            : place == Place::Master        ? m_grid.slotOfMaster(tile.index, slot)
                                            : m_grid.slotOfWaiting(queued);
    }
}

void ClusterScene::fillHead(Group& group, const std::string& name, const Tile& tile) const
{
    group.gauges.clear();
    group.object.reset();
    group.hint.clear();
    group.marked = tile.node || !name.empty();
    if (!tile.node) {
        group.title = name.empty() ? tr("Waiting for a node") : words(name);
        const int pods = int(tile.slotOfPod.size());
        group.note = !name.empty() ? tr("no such node") : pods > 0 ? tr("%n pod(s)", nullptr, pods) : QString();
        group.hint = name.empty() ? tr("Pods stand here until the scheduler finds a node for them.") : QString();
        group.mood = name.empty() ? Mood::Waiting : Mood::Failing;
        return;
    }
    const api::Node& node = *tile.node.as<api::Node>();
    group.object = store::Key{nodeResource(), {}, node.metadata.name};
    group.title = words(node.metadata.name);
    group.mood = moodOf(node);
    const bool ready = group.mood == Mood::Well || group.mood == Mood::Unwell;
    group.note = node.spec->unschedulable ? tr("cordoned")
        : !ready                          ? tr("not ready")
        : isControlPlane(node)            ? tr("control plane")
                                          : QString();
    double cpu = 0;
    double memory = 0;
    for (const Slot& slot : tile.places) {
        cpu += slot.cpu;
        memory += slot.memory;
    }
    const double allCpu = amountOf(node.status->allocatable, "cpu");
    const double allMemory = amountOf(node.status->allocatable, "memory");
    const auto share = [](double part, double whole) { return whole > 0 ? part / whole : 0; };
    group.gauges = {{tr("cpu"), plain(cpu) + QStringLiteral(" / ") + plain(allCpu), share(cpu, allCpu)},
        {tr("mem"), shareOfBytes(memory, allMemory), share(memory, allMemory)}};
}

} // namespace kubarium::gui
