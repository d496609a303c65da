#include "tainttimes.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

bool drivesOut(const api::Taint& taint)
{
    return taint.effect == "NoExecute";
}

const api::Taint* same(const std::vector<api::Taint>& taints, const api::Taint& taint)
{
    const auto found = std::find_if(taints.begin(), taints.end(),
        [&](const api::Taint& one) { return one.key == taint.key && one.value == taint.value; });
    return found == taints.end() ? nullptr : &*found;
}

} // namespace

void TaintTimes::learn(const store::Change& change)
{
    const auto* const node = change.now.as<api::Node>();
    if (!node)
        return;
    const auto before = m_noticed.find(node->metadata.name.view());
    std::vector<api::Taint> noticed;
    if (change.type != store::ChangeType::Deleted) {
        for (const api::Taint& taint : node->spec->taints) {
            if (!drivesOut(taint) || taint.timeAdded)
                continue;
            const api::Taint* const known = before == m_noticed.end() ? nullptr : same(before->second, taint);
            noticed.push_back(known ? *known : taint);
            if (!known)
                noticed.back().timeAdded = change.origin.time;
        }
    }
    if (!noticed.empty())
        m_noticed[node->metadata.name.str()] = std::move(noticed);
    else if (before != m_noticed.end())
        m_noticed.erase(before);
}

api::List<api::Taint> TaintTimes::of(const api::Node& node) const
{
    api::List<api::Taint> taints;
    const auto noticed = m_noticed.find(node.metadata.name.view());
    for (const api::Taint& taint : node.spec->taints) {
        if (!drivesOut(taint))
            continue;
        const api::Taint* const known =
            taint.timeAdded || noticed == m_noticed.end() ? nullptr : same(noticed->second, taint);
        taints.push_back(known ? *known : taint);
    }
    return taints;
}

} // namespace kubarium::apiserver
