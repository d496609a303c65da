#include "bridge/coalesce.h"

#include "lab/objects.h"

#include <algorithm>
#include <iterator>

namespace kubarium::gui {

namespace {

api::Time timeOf(const store::Change& change)
{
    return change.origin.time;
}

} // namespace

void coalesce(lab::Batch& into, const lab::Batch& next)
{
    if (next.rewound) {
        into = next;
        return;
    }
    into.snapshot = next.snapshot;
    into.labSnapshot = next.labSnapshot;
    into.clock = next.clock;
    into.now = next.now;
    into.branch = next.branch;
    into.changes.insert(into.changes.end(), next.changes.begin(), next.changes.end());
    into.labChanges.insert(into.labChanges.end(), next.labChanges.begin(), next.labChanges.end());
}

bool isHeartbeat(const store::Change& change)
{
    static const store::ResourceId leases = lab::resourceId(*api::findKind("coordination.k8s.io", "v1", "Lease"));
    return change.type == store::ChangeType::Updated && change.resource == leases;
}

std::vector<store::Change> inOrder(const lab::Batch& batch)
{
    std::vector<store::Change> all;
    all.reserve(batch.changes.size() + batch.labChanges.size());
    std::ranges::merge(batch.changes, batch.labChanges, std::back_inserter(all), {}, timeOf, timeOf);
    std::erase_if(all, isHeartbeat);
    return all;
}

} // namespace kubarium::gui
