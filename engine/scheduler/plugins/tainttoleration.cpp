#include "tainttoleration.h"

#include "api/taints.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

const api::Taint* inTheWay(const Cycle& cycle, NodeIndex node)
{
    const api::List<api::Taint>& taints = cycle.nodes().node(node).spec->taints;
    if (taints.empty())
        return nullptr;
    return api::untoleratedTaint(
        taints, cycle.pod().spec().tolerations, {api::TaintEffect::NoSchedule, api::TaintEffect::NoExecute});
}

} // namespace

Verdict TaintToleration::verdict(const Cycle& cycle, NodeIndex node) const
{
    return inTheWay(cycle, node) ? Verdict::Unresolvable : Verdict::Fits;
}

std::string TaintToleration::detail(const Cycle& cycle, NodeIndex node) const
{
    const api::Taint& taint = *inTheWay(cycle, node);
    std::string text = "no toleration for the taint " + taint.key.str();
    if (!taint.value.empty())
        text += "=" + taint.value.str();
    return text + ":" + taint.effect.str();
}

// A toleration counts here if it is for this effect or for every one.
std::int32_t TaintToleration::score(const Cycle& cycle, NodeIndex node) const
{
    const api::List<api::Taint>& taints = cycle.nodes().node(node).spec->taints;
    if (taints.empty())
        return 0;
    return static_cast<std::int32_t>(
        api::untoleratedTaints(taints, cycle.pod().spec().tolerations, {api::TaintEffect::PreferNoSchedule}).size());
}

} // namespace kubarium::scheduler
