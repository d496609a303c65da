// Pods that were refused by every node, and when they are tried again.
//
//   refused → unschedulable ── news that may help ──→ back-off (1 s, 2 s, 4 s, 8 s, 10 s) → active → tried again
//                           └─ after five minutes ──┘
//
// A pod that was never refused is not here: it stands in the store for everybody to see (NodeColumns::waiting). So the queue
// is small in a cluster that is well. It is a value of the World.
#pragma once

#include "profile.h"

#include "api/time.h"
#include "sim/cause.h"

#include <map>
#include <optional>
#include <set>

namespace kubarium::scheduler {

using std::chrono_literals::operator""s;

inline constexpr api::Microseconds firstBackOff = 1s;
inline constexpr api::Microseconds longestBackOff = 10s;
inline constexpr api::Microseconds longestUnschedulable = 300s; // then it is tried even without news
inline constexpr api::Microseconds flushEvery = 30s;

// After the nth refusal.
api::Microseconds backOffAfter(std::uint32_t attempts);

struct PodKey {
    api::Text namespace_;
    api::Text name;
    friend auto operator<=>(const PodKey&, const PodKey&) = default;
};

enum class QueuePlace : std::uint8_t { Active, BackingOff, Unschedulable };

struct QueuedPod {
    std::int32_t priority = 0;
    std::uint32_t attempts = 0;
    api::Time tried; // when it was refused the last time
    sim::Cause cause; // what made it worth another try
    Refusers refusers = 0;
    QueuePlace place = QueuePlace::Unschedulable;

    api::Time backOffEnds() const { return tried + backOffAfter(attempts); }
};

class SchedulingQueue {
public:
    const QueuedPod* find(const PodKey& pod) const; // null if it is not here

    const std::map<PodKey, QueuedPod>& pods() const { return m_pods; }

    // The one to be tried next; none if no pod is active.
    const PodKey* next() const;

    // No node took it, once more.
    void refuse(const PodKey& pod, std::int32_t priority, Refusers refusers, api::Time now);
    // Something failed that has nothing to do with nodes: it is tried again when its back-off ends.
    void fail(const PodKey& pod, std::int32_t priority, api::Time now);
    // It is not known here why it was refused (in a world that goes on without its history): to be tried now.
    void readmit(const PodKey& pod, std::int32_t priority, sim::Cause cause);
    void remove(const PodKey& pod);

    // Whether any unschedulable pod hopes for such news.
    bool awaits(News news) const;
    // Those move on; answers the pods that begin to wait for the end of their back-off.
    std::vector<PodKey> hear(News news, api::Time now, sim::Cause cause);
    // A single one moves on, because it was changed itself; true if it has to wait for the end of its back-off.
    bool wake(const PodKey& pod, api::Time now, sim::Cause cause);
    void endBackOff(const PodKey& pod, sim::Cause cause);
    // Those that were unschedulable for too long move on.
    void flush(api::Time now, sim::Cause cause);

    bool hasUnschedulable() const { return !m_unschedulable.empty(); }

private:
    // Of the active ones: priority, then who was tried first.
    struct Turn {
        std::int32_t priority;
        api::Time tried;
        PodKey pod;

        friend bool operator<(const Turn& a, const Turn& b)
        {
            const auto order = prioritySort(a.priority, a.tried, b.priority, b.tried);
            return order != 0 ? order < 0 : a.pod < b.pod;
        }
    };

    QueuedPod& taken(const PodKey& pod); // out of where it stands
    void place(const PodKey& pod, QueuedPod& queued, QueuePlace place);

    std::map<PodKey, QueuedPod> m_pods;
    std::set<Turn> m_active;
    std::map<Refusers, std::set<PodKey>> m_unschedulable; // by whose news would help
};

} // namespace kubarium::scheduler
