#include "daemonplan.h"

#include "../pods/podstate.h"

#include <algorithm>

namespace kubarium::controllers {

namespace {

bool isLeaving(const api::ObjectPtr& pod)
{
    return !pod.meta().deletionTimestamp.isZero();
}

bool isAvailable(const api::ObjectPtr& pod, const DaemonRules& rules)
{
    return controllers::isAvailable(*pod.as<api::Pod>(), rules.minReadySeconds, rules.now);
}

// One pod at a time is replaced on a node, and the longer it goes on, the later.
class FailedPods {
public:
    FailedPods(const api::Text& node, const DaemonRules& rules) : m_node(node), m_rules(rules) { }

    void meet(const api::ObjectPtr& pod, DaemonPlan& plan)
    {
        if (m_isMet)
            return;
        m_isMet = true;
        const api::Time from = m_rules.retryFrom(m_node);
        if (m_rules.now >= from)
            plan.removeEnded(pod);
        else if (!plan.next || from < *plan.next)
            plan.next = from;
    }

private:
    const api::Text& m_node;
    const DaemonRules& m_rules;
    bool m_isMet = false;
};

// Beside an old pod a new one may stand until it is available; of two that are both not ready the new one is kept.
void keepOneOfEach(const std::vector<api::ObjectPtr>& alive, const DaemonRules& rules, DaemonPlan& plan)
{
    api::ObjectPtr updated;
    api::ObjectPtr old;
    for (const api::ObjectPtr& pod : alive) {
        api::ObjectPtr& kept = isUpdated(pod, rules.revision) ? updated : old;
        if (kept)
            plan.pods.push_back(pod);
        else
            kept = pod;
    }
    if (updated && old && (!isReady(*old.as<api::Pod>()) || isAvailable(updated, rules)))
        plan.pods.push_back(old);
}

void keepUp(const DaemonNode& node, const DaemonRules& rules, DaemonPlan& plan)
{
    FailedPods failed(node.name, rules);
    std::vector<api::ObjectPtr> alive;
    for (const api::ObjectPtr& pod : node.pods) {
        if (isLeaving(pod))
            continue;
        if (pod.as<api::Pod>()->status->phase == "Failed")
            failed.meet(pod, plan);
        else if (pod.as<api::Pod>()->status->phase == "Succeeded")
            plan.removeEnded(pod);
        else
            alive.push_back(pod);
    }
    if (rules.allowsSurge && alive.empty() && node.belonging.shouldRun)
        plan.nodes.push_back(node.name); // while the one before is still leaving
    else if (rules.allowsSurge && alive.size() > 1)
        keepOneOfEach(alive, rules, plan);
    else if (!alive.empty())
        plan.pods.insert(plan.pods.end(), alive.begin() + 1, alive.end()); // all but the oldest
}

// Of those that are not leaving; `isClear` if there is at most one of each.
struct OldAndNew {
    OldAndNew(const DaemonNode& node, std::string_view revision)
    {
        for (const api::ObjectPtr& pod : node.pods) {
            if (isLeaving(pod))
                continue;
            api::ObjectPtr& place = isUpdated(pod, revision) ? updated : old;
            isClear = isClear && !place;
            place = pod;
        }
    }

    api::ObjectPtr old;
    api::ObjectPtr updated;
    bool isClear = true;
};

template <class T> void takeSome(std::vector<T>& taken, const std::vector<T>& candidates, std::int32_t atMost)
{
    const auto count = std::min(candidates.size(), static_cast<std::size_t>(std::max(0, atMost)));
    taken.insert(taken.end(), candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(count));
}

DaemonPlan replaceInPlace(std::span<const DaemonNode> nodes, std::int32_t maxUnavailable, const DaemonRules& rules)
{
    DaemonPlan plan;
    std::vector<api::ObjectPtr> candidates;
    std::int32_t unavailable = 0;
    for (const DaemonNode& node : nodes) {
        if (node.pods.empty() && !node.belonging.shouldRun)
            continue;
        const OldAndNew pods(node, rules.revision);
        if (!pods.isClear || !pods.old == !pods.updated) {
            ++unavailable; // none, or too many: upkeep sees to it
        } else if (pods.updated) {
            unavailable += !isAvailable(pods.updated, rules);
        } else if (!isAvailable(pods.old, rules)) {
            ++unavailable;
            plan.pods.push_back(pods.old); // it serves nobody as it is
        } else {
            candidates.push_back(pods.old);
        }
    }
    takeSome(plan.pods, candidates, maxUnavailable - unavailable);
    return plan;
}

DaemonPlan replaceBeside(std::span<const DaemonNode> nodes, std::int32_t maxSurge, const DaemonRules& rules)
{
    DaemonPlan plan;
    std::vector<api::Text> candidates;
    std::vector<api::ObjectPtr> outOfPlace; // old ones where none belongs any more
    std::int32_t surging = 0;
    std::int32_t available = 0;
    std::int32_t desired = 0;
    for (const DaemonNode& node : nodes) {
        if (!node.exists)
            continue; // the pod garbage collector's
        desired += node.belonging.shouldRun;
        const OldAndNew pods(node, rules.revision);
        if (!pods.isClear) {
            ++surging; // upkeep sees to it
            continue;
        }
        if (const api::ObjectPtr& first = pods.old ? pods.old : pods.updated)
            available += isAvailable(first, rules);
        if (!pods.old)
            continue;
        if (pods.updated) {
            if (isAvailable(pods.updated, rules))
                plan.pods.push_back(pods.old);
            else
                ++surging;
        } else if (!node.belonging.shouldRun) {
            (isAvailable(pods.old, rules) ? outOfPlace : plan.pods).push_back(pods.old);
        } else if (!isAvailable(pods.old, rules)) {
            plan.nodes.push_back(node.name); // it serves nobody as it is
        } else {
            candidates.push_back(node.name);
        }
    }
    // Who asks for a surge wants to lose nobody: what is out of place goes only as others have become available.
    takeSome(plan.pods, outOfPlace, available - desired);
    takeSome(plan.nodes, candidates, maxSurge - surging);
    return plan;
}

} // namespace

RollingLimits rollingLimits(const api::DaemonSetSpec& spec, std::int32_t desired)
{
    const api::RollingUpdateDaemonSet& update = *spec.updateStrategy.rollingUpdate;
    RollingLimits limits;
    limits.maxSurge = update.maxSurge.valueOr(0).scaled(desired, true).value_or(0);
    limits.maxUnavailable = update.maxUnavailable.valueOr(1).scaled(desired, true).value_or(0);
    if (desired > 0 && limits.maxSurge == 0 && limits.maxUnavailable == 0)
        limits.maxUnavailable = 1;
    return limits;
}

bool allowsSurge(const api::DaemonSetSpec& spec)
{
    const api::DaemonSetUpdateStrategy& strategy = spec.updateStrategy;
    return strategy.type == api::DaemonSetUpdateStrategyType::RollingUpdate
        && strategy.rollingUpdate->maxSurge.valueOr(0).scaled(1, true).value_or(0) > 0;
}

DaemonPlan upkeep(std::span<const DaemonNode> nodes, const DaemonRules& rules)
{
    DaemonPlan plan;
    for (const DaemonNode& node : nodes) {
        if (node.exists && node.belonging.shouldRun && node.pods.empty()) {
            plan.nodes.push_back(node.name);
        } else if (node.exists && node.belonging.shouldContinue) {
            keepUp(node, rules, plan);
        } else {
            // No pod belongs here. Of pods for a node that is gone only those go that never came to it: the others are
            // the pod garbage collector's.
            std::ranges::copy_if(node.pods, std::back_inserter(plan.pods), [&](const api::ObjectPtr& pod) {
                return node.exists ? !isLeaving(pod) : pod.as<api::Pod>()->spec->nodeName.empty();
            });
        }
    }
    return plan;
}

DaemonPlan rollout(std::span<const DaemonNode> nodes, const RollingLimits& limits, const DaemonRules& rules)
{
    return limits.maxSurge == 0 ? replaceInPlace(nodes, limits.maxUnavailable, rules)
                                : replaceBeside(nodes, limits.maxSurge, rules);
}

} // namespace kubarium::controllers
