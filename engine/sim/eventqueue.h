// What is going to happen: every pending event of the simulation, ordered by (time, sequence).
//
// An event is data. It names the component that will handle it and says in a few words what about; whoever copies
// the queue copies the future. Two events of one instant run in the order they were scheduled.
#pragma once

#include "cause.h"

#include "api/text.h"
#include "api/time.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace kubarium::sim {

using ComponentId = std::uint16_t;

struct Event {
    api::Time due;
    std::uint64_t sequence = 0; // given by the queue
    ComponentId component = 0; // who handles it
    std::uint16_t kind = 0; // what the component calls it
    bool periodic = false; // part of the background: does not keep the world from being quiet
    api::Text namespace_; // of the object it is about, if it is about one
    api::Text name;
    std::int64_t number = 0; // whatever else the component needs
    Cause cause;
};

class EventQueue {
public:
    // Answers the sequence number, by which the event can be cancelled.
    std::uint64_t schedule(Event event);
    // As above, but of all events with the same (component, kind, namespace, name) that are scheduled this way only one is
    // pending: the earliest. It carries the newest cause and the largest number.
    void scheduleOnce(Event event);
    // An event that was cancelled is dropped when its turn comes. False if it is not pending.
    bool cancel(std::uint64_t sequence);

    bool empty() const { return m_heap.size() == m_cancelled.size(); }

    std::size_t size() const { return m_heap.size() - m_cancelled.size(); }

    // Pending events that are no background.
    std::size_t foreground() const { return m_foreground; }

    // The next one; the queue is not empty.
    const Event& next();
    Event take();

    // The first `limit` events to come, in order: "what happens next?"
    std::vector<Event> upcoming(std::size_t limit) const;

    std::uint64_t scheduled() const { return m_sequence; } // events ever scheduled

private:
    struct Subject {
        ComponentId component;
        std::uint16_t kind;
        api::Text namespace_;
        api::Text name;
        friend bool operator==(const Subject&, const Subject&) = default;
    };

    struct SubjectHash {
        std::size_t operator()(const Subject& subject) const noexcept;
    };

    struct Pending {
        std::uint64_t sequence;
        api::Time due;
        std::int64_t number;
        Cause cause;
        bool periodic;
    };

    void dropCancelled();
    bool isCancelled(std::uint64_t sequence) const;
    void markCancelled(std::uint64_t sequence, bool periodic);

    std::vector<Event> m_heap;
    std::vector<std::uint64_t> m_cancelled; // sorted sequences still in the heap
    std::unordered_map<Subject, Pending, SubjectHash> m_once; // looked up, never walked
    std::uint64_t m_sequence = 0;
    std::size_t m_foreground = 0;
};

} // namespace kubarium::sim
