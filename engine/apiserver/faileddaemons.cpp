#include "faileddaemons.h"

#include "resources.h"

#include "api/types/core-pod.h"

#include <algorithm>

namespace kubarium::apiserver {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr api::Microseconds firstWait = seconds(1);
constexpr api::Microseconds longestWait = minutes(15);
constexpr api::Microseconds remembered = 2 * longestWait;
constexpr std::string_view controller = "system:serviceaccount:kube-system:daemon-set-controller";

store::ResourceId pods()
{
    static const store::ResourceId id = resourceId(*api::findKind("", "v1", "Pod"));
    return id;
}

// The DaemonSet whose controller removes a failed pod with this write; null if it is another write.
const api::OwnerReference* removingSet(const store::Change& change)
{
    const api::Pod* const before = change.resource == pods() ? change.before.as<api::Pod>() : nullptr;
    if (!before || !(before->status->phase == "Failed") || before->metadata.deletionTimestamp)
        return nullptr;
    const bool isRemoval = change.type == store::ChangeType::Deleted || change.now.meta().deletionTimestamp;
    if (!isRemoval || change.origin.actor != controller)
        return nullptr;
    const auto& owners = before->metadata.ownerReferences;
    const auto* const owner = std::find_if(owners.begin(), owners.end(), [](const api::OwnerReference& reference) {
        return reference.controller.valueOr(false) && reference.kind == "DaemonSet";
    });
    return owner == owners.end() ? nullptr : owner;
}

} // namespace

FailedDaemons::Places& FailedDaemons::own()
{
    if (!m_places)
        m_places = std::make_shared<Places>();
    else if (m_places.use_count() > 1)
        m_places = std::make_shared<Places>(*m_places);
    return *m_places;
}

void FailedDaemons::learn(const store::Change& change)
{
    const api::OwnerReference* const set = removingSet(change);
    if (!set)
        return;
    const api::Time now = change.origin.time;
    Places& places = own();
    if (places.size() >= m_tidyAt) {
        std::erase_if(places, [&](const auto& place) { return now - place.second.last > remembered; });
        m_tidyAt = std::max<std::size_t>(64, 2 * places.size());
    }
    Failures& failures = places[{set->uid, change.before.as<api::Pod>()->spec->nodeName}];
    failures.count = now - failures.last > remembered ? 1 : failures.count + 1;
    failures.last = now;
}

api::Time FailedDaemons::retryFrom(const api::Text& setUid, const api::Text& node) const
{
    if (!m_places)
        return {};
    const auto found = m_places->find({setUid, node});
    if (found == m_places->end())
        return {};
    api::Microseconds wait = firstWait;
    for (int i = 1; i < found->second.count && wait < longestWait; ++i)
        wait *= 2;
    return found->second.last + std::min(wait, longestWait);
}

} // namespace kubarium::apiserver
