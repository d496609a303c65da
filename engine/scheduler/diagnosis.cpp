#include "diagnosis.h"

#include "chooser.h"

#include <algorithm>

namespace kubarium::scheduler {

namespace {

constexpr std::size_t nodeAffinity = 3; // its place among filters()

std::string available(std::size_t nodes)
{
    return "0/" + std::to_string(nodes) + " nodes are available:";
}

} // namespace

std::string noNodeIsAvailable(std::size_t nodes, const ReasonCounts& reasons)
{
    std::vector<std::string> counted; // sorted as texts, as the scheduler does: 10 comes before 2
    for (const auto& [reason, count] : reasons)
        counted.push_back(std::to_string(count) + " " + reason);
    std::sort(counted.begin(), counted.end());
    std::string text = available(nodes);
    for (std::size_t i = 0; i < counted.size(); ++i)
        text += (i == 0 ? " " : ", ") + counted[i];
    return counted.empty() ? text : text + ".";
}

std::string Diagnosis::message() const
{
    if (verdicts.empty())
        return "no nodes available to schedule pods";
    if (!beforehand.empty())
        return available(verdicts.size()) + " " + beforehand + ". not found"; // its last word is of devices' claims
    return noNodeIsAvailable(verdicts.size(), reasons);
}

Diagnosis diagnose(const Cycle& cycle, const NominatedPods& nominated)
{
    const NodeColumns& nodes = cycle.nodes();
    Diagnosis diagnosis;
    diagnosis.verdicts.assign(nodes.size(), Verdict::Fits);
    if (cycle.pod().namedNodes && cycle.pod().namedNodes->empty()) {
        diagnosis.beforehand = "pod affinity terms conflict";
        diagnosis.refusers = 1U << nodeAffinity;
        diagnosis.verdicts.assign(nodes.size(), Verdict::Unresolvable);
        return diagnosis;
    }
    const auto refuse = [&](NodeIndex node, std::size_t refuser) {
        diagnosis.verdicts[node] = filters()[refuser]->verdict(cycle, node);
        diagnosis.refusers = static_cast<Refusers>(diagnosis.refusers | 1U << refuser);
        for (std::string& reason : filters()[refuser]->reasons(cycle, node))
            ++diagnosis.reasons[std::move(reason)];
    };
    for (NodeIndex node = 0; node < nodes.size(); ++node) {
        if (const std::size_t refuser = refuserOf(cycle, node); refuser != filterCount) {
            refuse(node, refuser);
            continue;
        }
        const NominatedPods::Standing standing(nominated, node);
        if (const std::size_t refuser = refuserOf(cycle, node); refuser != filterCount)
            refuse(node, refuser);
    }
    return diagnosis;
}

} // namespace kubarium::scheduler
