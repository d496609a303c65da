#include "nodeaffinity.h"

#include "api/nodeaffinity.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

// Where every term names its nodes, as those of a DaemonSet do, the others are not even looked at.
bool isPassedOver(const Cycle& cycle, NodeIndex node)
{
    const auto& named = cycle.pod().namedNodes;
    return named && !std::binary_search(named->begin(), named->end(), cycle.nodes().name(node));
}

} // namespace

Verdict NodeAffinity::verdict(const Cycle& cycle, NodeIndex node) const
{
    const api::PodSpec& pod = cycle.pod().spec();
    if (pod.nodeSelector.empty() && !pod.affinity)
        return Verdict::Fits;
    return api::matchesNode(pod, cycle.nodes().node(node)) ? Verdict::Fits : Verdict::Unresolvable;
}

std::vector<std::string> NodeAffinity::reasons(const Cycle& cycle, NodeIndex node) const
{
    if (isPassedOver(cycle, node))
        return {"node(s) didn't satisfy plugin(s) [NodeAffinity]"};
    return {"node(s) didn't match Pod's node affinity/selector"};
}

std::string NodeAffinity::detail(const Cycle& cycle, NodeIndex node) const
{
    const api::Map<api::Text>& labels = cycle.nodes().node(node).metadata.labels;
    for (const auto& [key, value] : cycle.pod().spec().nodeSelector) {
        const api::Text* const has = labels.find(key);
        if (!has)
            return "nodeSelector asks for " + key.str() + "=" + value.str() + ", the node has no label " + key.str();
        if (has->view() != value.view())
            return "nodeSelector asks for " + key.str() + "=" + value.str() + ", the node has " + key.str() + "="
                + has->str();
    }
    return isPassedOver(cycle, node) ? "the pod's node affinity names other nodes"
                                     : "the node meets no term of the pod's required node affinity";
}

std::int32_t NodeAffinity::score(const Cycle& cycle, NodeIndex node) const
{
    std::int32_t sum = 0;
    for (const api::PreferredSchedulingTerm& term :
        cycle.pod().spec().affinity->nodeAffinity->preferredDuringSchedulingIgnoredDuringExecution) {
        if (api::matches(term.preference, cycle.nodes().node(node).metadata.labels, cycle.nodes().name(node)))
            sum += term.weight;
    }
    return sum;
}

} // namespace kubarium::scheduler
