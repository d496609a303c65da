#include "daemonnodes.h"

#include "../history.h"
#include "../pods/podstate.h"

#include <algorithm>
#include <map>

namespace kubarium::controllers {

namespace {

bool countsBefore(const api::ObjectPtr& a, const api::ObjectPtr& b)
{
    const bool isScheduled = !a.as<api::Pod>()->spec->nodeName.empty();
    if (isScheduled != !b.as<api::Pod>()->spec->nodeName.empty())
        return isScheduled;
    if (a.meta().creationTimestamp != b.meta().creationTimestamp)
        return a.meta().creationTimestamp < b.meta().creationTimestamp;
    return a.meta().name < b.meta().name;
}

} // namespace

std::vector<DaemonNode> daemonNodes(
    std::span<const api::ObjectPtr> nodes, const DaemonPods& daemons, std::span<const api::ObjectPtr> pods)
{
    std::map<api::Text, std::vector<api::ObjectPtr>> byNode;
    for (const api::ObjectPtr& object : pods) {
        const api::Pod& pod = *object.as<api::Pod>();
        if (isFinished(pod) && pod.metadata.deletionTimestamp)
            continue;
        if (const api::Text node = targetNode(pod); !node.empty())
            byNode[node].push_back(object);
    }
    std::vector<DaemonNode> found;
    found.reserve(nodes.size());
    for (const api::ObjectPtr& node : nodes) {
        DaemonNode& entry = found.emplace_back();
        entry.name = node.meta().name;
        entry.belonging = daemons.on(*node.as<api::Node>());
        if (auto there = byNode.extract(entry.name))
            entry.pods = std::move(there.mapped());
    }
    for (auto& [name, waiting] : byNode)
        found.push_back({name, false, {}, std::move(waiting)});
    for (DaemonNode& node : found)
        std::ranges::sort(node.pods, countsBefore);
    std::ranges::sort(found, {}, &DaemonNode::name);
    return found;
}

DaemonCounts counted(
    std::span<const DaemonNode> nodes, std::string_view revision, std::int32_t minReadySeconds, api::Time now)
{
    DaemonCounts counts;
    for (const DaemonNode& node : nodes) {
        if (!node.exists)
            continue;
        counts.desired += node.belonging.shouldRun;
        if (node.pods.empty())
            continue;
        if (!node.belonging.shouldRun) {
            ++counts.misscheduled;
            continue;
        }
        const api::Pod& pod = *node.pods.front().as<api::Pod>();
        ++counts.current;
        counts.ready += isReady(pod);
        counts.available += isAvailable(pod, minReadySeconds, now);
        counts.updated += isUpdated(node.pods.front(), revision);
    }
    return counts;
}

bool isUpdated(const api::ObjectPtr& pod, std::string_view revision)
{
    const api::Text* const hash = pod.meta().labels.find(hashLabel(RevisionStyle::DaemonSet));
    return hash && !revision.empty() && *hash == revision;
}

} // namespace kubarium::controllers
