#include "nodeunschedulable.h"

#include "api/taints.h"

namespace kubarium::scheduler {

Verdict NodeUnschedulable::verdict(const Cycle& cycle, NodeIndex node) const
{
    if (!cycle.nodes().node(node).spec->unschedulable)
        return Verdict::Fits;
    static const api::Taint cordon = [] {
        api::Taint taint;
        taint.key = "node.kubernetes.io/unschedulable";
        taint.effect = api::TaintEffect::NoSchedule;
        return taint;
    }();
    return api::isTolerated(cordon, cycle.pod().spec().tolerations) ? Verdict::Fits : Verdict::Unresolvable;
}

} // namespace kubarium::scheduler
