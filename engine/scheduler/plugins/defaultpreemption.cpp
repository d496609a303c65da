#include "defaultpreemption.h"

#include "../chooser.h"
#include "../podstate.h"

#include "api/labelselector.h"
#include "api/types/policy.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace kubarium::scheduler {

namespace {

constexpr std::size_t fewestCandidates = 100;
constexpr std::size_t shareOfNodes = 10; // one of so many is enough to choose from

// How much is left of each budget's allowance; of whom it protects.
struct Allowance {
    const api::PodDisruptionBudget* budget;
    api::LabelMatcher selector;
    std::int32_t left;
};

std::vector<Allowance> allowancesOf(std::span<const api::ObjectPtr> budgets)
{
    std::vector<Allowance> list;
    for (const api::ObjectPtr& object : budgets) {
        const api::PodDisruptionBudget& budget = *object.as<api::PodDisruptionBudget>();
        const api::Result<api::LabelMatcher> selector = api::toMatcher(*budget.spec->selector);
        if (selector && !selector->matchesEverything())
            list.push_back({&budget, *selector, budget.status->disruptionsAllowed});
    }
    return list;
}

bool violates(const api::Pod& pod, std::vector<Allowance>& allowances)
{
    bool violated = false;
    for (Allowance& allowance : allowances) {
        const api::PodDisruptionBudget& budget = *allowance.budget;
        if (budget.metadata.namespace_ == pod.metadata.namespace_ && allowance.selector.matches(pod.metadata.labels)
            && !budget.status->disruptedPods.contains(pod.metadata.name)) // that one is counted as gone
            violated = --allowance.left < 0 || violated;
    }
    return violated;
}

api::Time startOf(const api::Pod& pod, api::Time now)
{
    return pod.status->startTime ? pod.status->startTime : now;
}

// The one that is to be let back first.
struct MoreImportant {
    api::Time now;

    bool operator()(const PlacedPod& a, const PlacedPod& b) const
    {
        const api::Pod& one = a.pod();
        const api::Pod& other = b.pod();
        if (priorityOf(one) != priorityOf(other))
            return priorityOf(one) > priorityOf(other);
        if (const api::Time first = startOf(one, now), second = startOf(other, now); first != second)
            return first < second;
        return std::tie(one.metadata.namespace_, one.metadata.name)
            < std::tie(other.metadata.namespace_, other.metadata.name);
    }
};

struct Candidate {
    NodeIndex node = noNode;
    std::vector<api::ObjectPtr> victims;
    std::size_t violations = 0;
};

class DryRun {
public:
    DryRun(const Preemptor& preemptor, Cycle& cycle, NodeColumns& nodes, const NominatedPods& nominated)
        : m_preemptor(preemptor),
          m_cycle(cycle),
          m_nodes(nodes),
          m_nominated(nominated)
    {
    }

    // Nothing if no pod may go, or if it would not help; then the reasons are counted.
    std::optional<Candidate> on(NodeIndex node, ReasonCounts& reasons)
    {
        std::vector<PlacedPod> away = liftLower(node);
        std::optional<Candidate> candidate;
        if (away.empty()) {
            ++reasons["No preemption victims found for incoming pod"];
        } else if (const std::size_t refuser = refuser_(node); refuser != filterCount) {
            for (std::string& reason : filters()[refuser]->reasons(m_cycle, node))
                ++reasons[std::move(reason)];
        } else {
            candidate = letBack(node, away);
        }
        for (PlacedPod& pod : away)
            put(node, std::move(pod));
        return candidate;
    }

private:
    std::vector<PlacedPod> liftLower(NodeIndex node)
    {
        std::vector<PlacedPod> away;
        const std::int32_t priority = m_cycle.pod().priority;
        for (std::size_t i = m_nodes.podsOn(node).size(); i-- > 0;) {
            if (priorityOf(m_nodes.podsOn(node)[i].pod()) < priority)
                away.push_back(lift(node, i));
        }
        return away;
    }

    // Lets go of those that can stay; who is left in `away` is a victim.
    Candidate letBack(NodeIndex node, std::vector<PlacedPod>& away)
    {
        std::sort(away.begin(), away.end(), MoreImportant{m_preemptor.now});
        std::vector<Allowance> allowances = allowancesOf(m_preemptor.budgets);
        std::vector<PlacedPod> protectedOnes;
        std::vector<PlacedPod> others;
        for (PlacedPod& pod : away)
            (violates(pod.pod(), allowances) ? protectedOnes : others).push_back(std::move(pod));
        away.clear();
        Candidate candidate;
        candidate.node = node;
        const auto tryBack = [&](PlacedPod& pod) {
            put(node, std::move(pod));
            if (refuser_(node) == filterCount)
                return true;
            away.push_back(lift(node, m_nodes.podsOn(node).size() - 1));
            return false;
        };
        for (PlacedPod& pod : protectedOnes)
            candidate.violations += !tryBack(pod);
        for (PlacedPod& pod : others)
            tryBack(pod);
        std::sort(away.begin(), away.end(), MoreImportant{m_preemptor.now});
        for (const PlacedPod& pod : away)
            candidate.victims.push_back(pod.object);
        return candidate;
    }

    std::size_t refuser_(NodeIndex node)
    {
        {
            const NominatedPods::Standing standing(m_nominated, node);
            if (const std::size_t refuser = refuserOf(m_cycle, node); refuser != filterCount)
                return refuser;
        }
        return refuserOf(m_cycle, node);
    }

    PlacedPod lift(NodeIndex node, std::size_t index)
    {
        PlacedPod pod = m_nodes.lift(node, index);
        m_cycle.count(node, pod.group, -1);
        return pod;
    }

    void put(NodeIndex node, PlacedPod pod)
    {
        m_cycle.count(node, pod.group, +1);
        m_nodes.put(node, std::move(pod));
    }

    const Preemptor& m_preemptor;
    Cycle& m_cycle;
    NodeColumns& m_nodes;
    const NominatedPods& m_nominated;
};

// The harm that a candidate does, in the order in which it counts.
struct Harm {
    std::size_t violations = 0;
    std::int32_t highest = 0;
    std::int64_t sum = 0;
    std::size_t victims = 0;
    api::Time start; // of the most important victims, the earliest: the later, the better

    Harm(const Candidate& candidate, api::Time now)
        : violations(candidate.violations),
          victims(candidate.victims.size())
    {
        if (candidate.victims.empty())
            return;
        highest = priorityOf(*candidate.victims.front().as<api::Pod>());
        start = startOf(*candidate.victims.front().as<api::Pod>(), now);
        for (const api::ObjectPtr& victim : candidate.victims) {
            const api::Pod& pod = *victim.as<api::Pod>();
            sum += std::int64_t{priorityOf(pod)} + std::numeric_limits<std::int32_t>::max() + 1;
            if (priorityOf(pod) == highest)
                start = std::min(start, startOf(pod, now));
        }
    }

    bool isLessThan(const Harm& other) const
    {
        const auto order = std::tie(violations, highest, sum, victims);
        const auto others = std::tie(other.violations, other.highest, other.sum, other.victims);
        return order != others ? order < others : start > other.start;
    }
};

bool isEndingForOthers(const api::Pod& pod)
{
    const auto& conditions = pod.status->conditions;
    return pod.metadata.deletionTimestamp
        && std::any_of(conditions.begin(), conditions.end(), [](const api::PodCondition& condition) {
               return condition.type == api::PodConditionType::DisruptionTarget && condition.status == "True"
                   && condition.reason == "PreemptionByScheduler";
           });
}

// Why the pod may push out nobody now; empty if it may.
std::string ineligibility(const api::Pod& pod, const NodeColumns& nodes, const Diagnosis& diagnosis)
{
    if (pod.spec->preemptionPolicy == api::PreemptionPolicy::Never)
        return "not eligible due to preemptionPolicy=Never.";
    const NodeIndex promised = nodes.find(pod.status->nominatedNodeName);
    if (promised == noNode || diagnosis.verdicts[promised] == Verdict::Unresolvable)
        return {};
    for (const PlacedPod& placed : nodes.podsOn(promised)) {
        if (priorityOf(placed.pod()) < priorityOf(pod) && isEndingForOthers(placed.pod()))
            return "not eligible due to a terminating pod on the nominated node.";
    }
    return {};
}

bool anyIsLower(const NodeColumns& nodes, std::int32_t priority)
{
    return !nodes.priorities().empty() && nodes.priorities().begin()->first < priority;
}

} // namespace

// The first half speaks of devices that pods may claim, which there are none of.
std::string withoutPreemption(const Preemption& preemption)
{
    return " no new claims to deallocate, preemption: " + preemption.message;
}

Preemption preempt(const Preemptor& preemptor, Cycle& cycle, NodeColumns& nodes, const Diagnosis& diagnosis,
    const NominatedPods& nominated, sim::RandomStream draw)
{
    Preemption preemption;
    const api::Pod& pod = *preemptor.pod.as<api::Pod>();
    preemption.message = ineligibility(pod, nodes, diagnosis);
    if (!preemption.message.empty()) {
        preemption.isIneligible = true;
        return preemption;
    }

    ReasonCounts reasons;
    std::vector<NodeIndex> hopeful;
    for (NodeIndex node = 0; node < nodes.size(); ++node) {
        if (diagnosis.verdicts[node] == Verdict::Unschedulable)
            hopeful.push_back(node);
        else
            ++reasons["Preemption is not helpful for scheduling"];
    }
    std::optional<Candidate> best;
    if (!anyIsLower(nodes, priorityOf(pod))) {
        if (!hopeful.empty())
            reasons["No preemption victims found for incoming pod"] = hopeful.size();
    } else if (!hopeful.empty()) {
        DryRun dryRun(preemptor, cycle, nodes, nominated);
        const std::size_t enough = std::max(fewestCandidates, nodes.size() / shareOfNodes);
        const std::size_t offset = draw.below(hopeful.size());
        std::size_t found = 0;
        for (std::size_t i = 0; i < hopeful.size() && found < enough; ++i) {
            std::optional<Candidate> candidate = dryRun.on(hopeful[(offset + i) % hopeful.size()], reasons);
            if (!candidate)
                continue;
            ++found;
            if (!best || Harm(*candidate, preemptor.now).isLessThan(Harm(*best, preemptor.now)))
                best = std::move(candidate);
        }
    }
    if (best) {
        preemption.node = best->node;
        preemption.victims = std::move(best->victims);
        preemption.violations = best->violations;
    } else {
        preemption.message = noNodeIsAvailable(nodes.size(), reasons);
    }
    return preemption;
}

} // namespace kubarium::scheduler
