#include "queue.h"

#include <algorithm>

namespace kubarium::scheduler {

api::Microseconds backOffAfter(std::uint32_t attempts)
{
    api::Microseconds span = firstBackOff;
    for (std::uint32_t i = 1; i < attempts && span < longestBackOff; ++i)
        span *= 2;
    return std::min(span, longestBackOff);
}

const QueuedPod* SchedulingQueue::find(const PodKey& pod) const
{
    const auto found = m_pods.find(pod);
    return found == m_pods.end() ? nullptr : &found->second;
}

const PodKey* SchedulingQueue::next() const
{
    return m_active.empty() ? nullptr : &m_active.begin()->pod;
}

QueuedPod& SchedulingQueue::taken(const PodKey& pod)
{
    const auto [entry, isNew] = m_pods.try_emplace(pod);
    QueuedPod& queued = entry->second;
    if (isNew)
        return queued;
    if (queued.place == QueuePlace::Active)
        m_active.erase({queued.priority, queued.tried, pod});
    if (queued.place == QueuePlace::Unschedulable) {
        const auto others = m_unschedulable.find(queued.refusers);
        others->second.erase(pod);
        if (others->second.empty())
            m_unschedulable.erase(others);
    }
    return queued;
}

void SchedulingQueue::place(const PodKey& pod, QueuedPod& queued, QueuePlace place)
{
    queued.place = place;
    if (place == QueuePlace::Active)
        m_active.insert({queued.priority, queued.tried, pod});
    if (place == QueuePlace::Unschedulable)
        m_unschedulable[queued.refusers].insert(pod);
}

void SchedulingQueue::refuse(const PodKey& pod, std::int32_t priority, Refusers refusers, api::Time now)
{
    QueuedPod& queued = taken(pod);
    queued.priority = priority;
    queued.refusers = refusers;
    queued.tried = now;
    ++queued.attempts;
    place(pod, queued, QueuePlace::Unschedulable);
}

void SchedulingQueue::fail(const PodKey& pod, std::int32_t priority, api::Time now)
{
    QueuedPod& queued = taken(pod);
    queued.priority = priority;
    queued.refusers = 0;
    queued.tried = now;
    ++queued.attempts;
    place(pod, queued, QueuePlace::BackingOff);
}

void SchedulingQueue::readmit(const PodKey& pod, std::int32_t priority, sim::Cause cause)
{
    QueuedPod& queued = taken(pod);
    queued.priority = priority;
    queued.cause = cause;
    place(pod, queued, QueuePlace::Active);
}

void SchedulingQueue::remove(const PodKey& pod)
{
    if (!m_pods.contains(pod))
        return;
    taken(pod);
    m_pods.erase(pod);
}

bool SchedulingQueue::awaits(News news) const
{
    return std::any_of(m_unschedulable.begin(), m_unschedulable.end(),
        [&](const auto& group) { return overlap(newsFor(group.first), news); });
}

std::vector<PodKey> SchedulingQueue::hear(News news, api::Time now, sim::Cause cause)
{
    std::vector<PodKey> waiting;
    std::vector<PodKey> moving;
    for (const auto& [refusers, pods] : m_unschedulable) {
        if (overlap(newsFor(refusers), news))
            moving.insert(moving.end(), pods.begin(), pods.end());
    }
    for (const PodKey& pod : moving) {
        if (wake(pod, now, cause))
            waiting.push_back(pod);
    }
    return waiting;
}

bool SchedulingQueue::wake(const PodKey& pod, api::Time now, sim::Cause cause)
{
    const QueuedPod* const known = find(pod);
    if (!known || known->place != QueuePlace::Unschedulable)
        return false;
    QueuedPod& queued = taken(pod);
    queued.cause = cause;
    const bool isTooEarly = queued.backOffEnds() > now;
    place(pod, queued, isTooEarly ? QueuePlace::BackingOff : QueuePlace::Active);
    return isTooEarly;
}

void SchedulingQueue::endBackOff(const PodKey& pod, sim::Cause cause)
{
    const QueuedPod* const known = find(pod);
    if (!known || known->place != QueuePlace::BackingOff)
        return;
    QueuedPod& queued = taken(pod);
    queued.cause = cause;
    place(pod, queued, QueuePlace::Active);
}

void SchedulingQueue::flush(api::Time now, sim::Cause cause)
{
    std::vector<PodKey> moving;
    for (const auto& [refusers, pods] : m_unschedulable) {
        std::copy_if(pods.begin(), pods.end(), std::back_inserter(moving),
            [&](const PodKey& pod) { return find(pod)->tried + longestUnschedulable <= now; });
    }
    for (const PodKey& pod : moving)
        wake(pod, now, cause); // its back-off is long over
}

} // namespace kubarium::scheduler
