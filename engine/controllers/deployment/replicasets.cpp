#include "replicasets.h"

#include "annotations.h"

#include <algorithm>

namespace kubarium::controllers::deployment {

namespace {

bool sameLabels(const api::Map<api::Text>& a, const api::Map<api::Text>& b)
{
    const auto rest = [](const api::Map<api::Text>& labels) {
        api::Map<api::Text> copy = labels;
        copy.erase(hashLabel);
        return copy;
    };
    return a == b || rest(a) == rest(b);
}

} // namespace

std::vector<ReplicaSetPtr> OwnedSets::all() const
{
    std::vector<ReplicaSetPtr> sets = oldSets;
    if (newSet)
        sets.push_back(newSet);
    return sets;
}

OwnedSets ownedSets(const api::PodTemplateSpec& form, std::vector<ReplicaSetPtr> sets)
{
    std::ranges::sort(sets, isOlder);
    OwnedSets owned;
    for (ReplicaSetPtr& set : sets) {
        if (!owned.newSet && sameTemplate(*set->spec->template_, form))
            owned.newSet = std::move(set);
        else
            owned.oldSets.push_back(std::move(set));
    }
    return owned;
}

bool sameTemplate(const api::PodTemplateSpec& a, const api::PodTemplateSpec& b)
{
    if (!(a.spec == b.spec) || !sameLabels(a.metadata.labels, b.metadata.labels))
        return false;
    api::ObjectMeta left = a.metadata;
    api::ObjectMeta right = b.metadata;
    left.labels.clear();
    right.labels.clear();
    return left == right;
}

bool isOlder(const ReplicaSetPtr& a, const ReplicaSetPtr& b)
{
    const api::ObjectMeta& one = a->metadata;
    const api::ObjectMeta& other = b->metadata;
    return one.creationTimestamp == other.creationTimestamp ? one.name < other.name
                                                            : one.creationTimestamp < other.creationTimestamp;
}

std::vector<ReplicaSetPtr> active(std::vector<ReplicaSetPtr> sets)
{
    std::erase_if(sets, [](const ReplicaSetPtr& set) { return sizeOf(set) == 0; });
    return sets;
}

std::int64_t totalSize(const std::vector<ReplicaSetPtr>& sets)
{
    std::int64_t sum = 0;
    for (const ReplicaSetPtr& set : sets)
        sum += sizeOf(set);
    return sum;
}

std::int32_t total(const std::vector<ReplicaSetPtr>& sets, std::int32_t api::ReplicaSetStatus::*count)
{
    std::int32_t sum = 0;
    for (const ReplicaSetPtr& set : sets)
        sum += (*set->status).*count;
    return sum;
}

} // namespace kubarium::controllers::deployment
