#include "decision.h"

#include "chooser.h"

#include "apiserver/resources.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

void explainRefusal(NodeVerdict& verdict, const Cycle& cycle, NodeIndex node, std::size_t refuser)
{
    const FilterPlugin& filter = *filters()[refuser];
    verdict.plugin = filter.name();
    verdict.reasons = filter.reasons(cycle, node);
    verdict.detail = filter.detail(cycle, node);
    verdict.verdict = filter.verdict(cycle, node);
}

NodeVerdict verdictOn(const Cycle& cycle, const NominatedPods& nominated, NodeIndex node)
{
    NodeVerdict verdict;
    verdict.node = cycle.nodes().name(node);
    if (const std::size_t refuser = refuserOf(cycle, node); refuser != filterCount) {
        explainRefusal(verdict, cycle, node, refuser);
        return verdict;
    }
    const NominatedPods::Standing standing(nominated, node);
    if (const std::size_t refuser = refuserOf(cycle, node); refuser != filterCount) {
        explainRefusal(verdict, cycle, node, refuser);
        verdict.detail += " (room is kept for a pod that was promised this node)";
        return verdict;
    }
    verdict.fits = true;
    return verdict;
}

void rank(Decision& decision, const Cycle& cycle)
{
    Marks fits(decision.nodes.size());
    std::transform(decision.nodes.begin(), decision.nodes.end(), fits.begin(),
        [](const NodeVerdict& verdict) { return verdict.fits; });
    for (const auto& [plugin, weight] : scorers()) {
        const bool applies = plugin->ranks(cycle);
        Scores raw(fits.size(), 0);
        if (applies)
            plugin->score(cycle, fits, raw);
        Scores normalised = raw;
        if (applies && plugin->isNormalised())
            plugin->normalise(cycle, fits, normalised);
        for (NodeIndex node = 0; node < fits.size(); ++node) {
            if (!fits[node])
                continue;
            decision.nodes[node].scores.push_back({plugin->name(), weight, raw[node], normalised[node], applies});
            decision.nodes[node].total += weight * normalised[node];
        }
    }
    std::int32_t highest = -1;
    for (const NodeVerdict& verdict : decision.nodes) {
        if (verdict.fits)
            highest = std::max(highest, verdict.total);
    }
    for (const NodeVerdict& verdict : decision.nodes) {
        if (verdict.fits && verdict.total == highest)
            decision.best.push_back(verdict.node);
    }
}

std::vector<api::ObjectPtr> budgetsIn(const store::Snapshot& state)
{
    std::vector<api::ObjectPtr> budgets;
    state.tree(apiserver::resourceId(*api::findKind("policy", "v1", "PodDisruptionBudget")))
        .visit([&](const api::ObjectPtr& budget) {
            budgets.push_back(budget);
            return true;
        });
    return budgets;
}

} // namespace

Decision decide(const store::Snapshot& state, const api::ObjectPtr& pod, api::Time now, sim::RandomStream draw)
{
    NodeColumns nodes;
    nodes.rebuild(state);
    Cycle cycle(PodInfo(pod, nodes, [&](const store::Key& key) { return state.find(key); }), nodes);
    const NominatedPods nominated(pod, cycle, nodes);

    Decision decision;
    decision.pod = pod;
    for (NodeIndex node = 0; node < nodes.size(); ++node)
        decision.nodes.push_back(verdictOn(cycle, nominated, node));
    rank(decision, cycle);
    // The one that it was promised is looked at first, and is enough.
    const api::Text& promised = pod.as<api::Pod>()->status->nominatedNodeName;
    if (const NodeIndex node = nodes.find(promised); node != noNode && decision.nodes[node].fits)
        decision.best = {promised};
    if (!decision.best.empty())
        return decision;

    const Diagnosis diagnosis = diagnose(cycle, nominated);
    decision.message = diagnosis.message();
    if (nodes.size() == 0 || !diagnosis.beforehand.empty())
        return decision;
    const std::vector<api::ObjectPtr> budgets = budgetsIn(state);
    const Preemption preemption = preempt({pod, budgets, now}, cycle, nodes, diagnosis, nominated, draw);
    if (preemption.node != noNode) {
        decision.preemptsOn = nodes.name(preemption.node);
        decision.victims = preemption.victims;
    } else {
        decision.message += withoutPreemption(preemption);
    }
    return decision;
}

} // namespace kubarium::scheduler
