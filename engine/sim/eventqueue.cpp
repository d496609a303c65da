#include "eventqueue.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace kubarium::sim {

namespace {

// For std::push_heap, whose top is the largest: the event that runs last.
bool runsLater(const Event& a, const Event& b)
{
    return a.due != b.due ? a.due > b.due : a.sequence > b.sequence;
}

} // namespace

std::uint64_t EventQueue::schedule(Event event)
{
    event.sequence = ++m_sequence;
    if (!event.periodic)
        ++m_foreground;
    m_heap.push_back(std::move(event));
    std::push_heap(m_heap.begin(), m_heap.end(), runsLater);
    return m_sequence;
}

bool EventQueue::isCancelled(std::uint64_t sequence) const
{
    return std::binary_search(m_cancelled.begin(), m_cancelled.end(), sequence);
}

bool EventQueue::cancel(std::uint64_t sequence)
{
    const auto pending = std::find_if(m_heap.begin(), m_heap.end(), [&](const Event& event) { return event.sequence == sequence; });
    if (pending == m_heap.end() || isCancelled(sequence))
        return false;
    m_cancelled.insert(std::lower_bound(m_cancelled.begin(), m_cancelled.end(), sequence), sequence);
    if (!pending->periodic)
        --m_foreground;
    dropCancelled();
    return true;
}

void EventQueue::dropCancelled()
{
    while (!m_cancelled.empty() && !m_heap.empty() && isCancelled(m_heap.front().sequence)) {
        m_cancelled.erase(std::lower_bound(m_cancelled.begin(), m_cancelled.end(), m_heap.front().sequence));
        std::pop_heap(m_heap.begin(), m_heap.end(), runsLater);
        m_heap.pop_back();
    }
}

const Event& EventQueue::next()
{
    assert(!empty());
    return m_heap.front(); // never a cancelled one: those are dropped when they surface
}

Event EventQueue::take()
{
    assert(!empty());
    std::pop_heap(m_heap.begin(), m_heap.end(), runsLater);
    Event event = std::move(m_heap.back());
    m_heap.pop_back();
    if (!event.periodic)
        --m_foreground;
    dropCancelled();
    return event;
}

std::vector<Event> EventQueue::upcoming(std::size_t limit) const
{
    std::vector<Event> events;
    for (const Event& event : m_heap) {
        if (!isCancelled(event.sequence))
            events.push_back(event);
    }
    const auto middle = events.begin() + static_cast<std::ptrdiff_t>(std::min(limit, events.size()));
    std::partial_sort(events.begin(), middle, events.end(), [](const Event& a, const Event& b) { return runsLater(b, a); });
    events.erase(middle, events.end());
    return events;
}

} // namespace kubarium::sim
