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

std::size_t EventQueue::SubjectHash::operator()(const Subject& subject) const noexcept
{
    const std::hash<api::Text> hash;
    return hash(subject.name) * 31 + hash(subject.namespace_) * 7 + (std::size_t{subject.component} << 16)
        + subject.kind;
}

void EventQueue::scheduleOnce(Event event)
{
    const Subject subject{event.component, event.kind, event.namespace_, event.name};
    const auto found = m_once.find(subject);
    if (found == m_once.end()) {
        const Pending pending{m_sequence + 1, event.due, event.number, event.cause, event.periodic};
        schedule(std::move(event));
        m_once.emplace(subject, pending);
        return;
    }
    Pending& pending = found->second;
    pending.cause = event.cause;
    pending.number = std::max(pending.number, event.number);
    if (event.due >= pending.due)
        return;
    markCancelled(pending.sequence, pending.periodic);
    pending.sequence = m_sequence + 1;
    pending.due = event.due;
    pending.periodic = event.periodic;
    schedule(std::move(event));
}

bool EventQueue::isCancelled(std::uint64_t sequence) const
{
    return std::binary_search(m_cancelled.begin(), m_cancelled.end(), sequence);
}

bool EventQueue::cancel(std::uint64_t sequence)
{
    const auto pending =
        std::find_if(m_heap.begin(), m_heap.end(), [&](const Event& event) { return event.sequence == sequence; });
    if (pending == m_heap.end() || isCancelled(sequence))
        return false;
    const Subject subject{pending->component, pending->kind, pending->namespace_, pending->name};
    if (const auto once = m_once.find(subject); once != m_once.end() && once->second.sequence == sequence)
        m_once.erase(once);
    markCancelled(sequence, pending->periodic);
    return true;
}

void EventQueue::markCancelled(std::uint64_t sequence, bool periodic)
{
    m_cancelled.insert(std::lower_bound(m_cancelled.begin(), m_cancelled.end(), sequence), sequence);
    if (!periodic)
        --m_foreground;
    dropCancelled();
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
    const auto once = m_once.find(Subject{event.component, event.kind, event.namespace_, event.name});
    if (once != m_once.end() && once->second.sequence == event.sequence) {
        event.cause = once->second.cause;
        event.number = once->second.number;
        m_once.erase(once);
    }
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
    std::partial_sort(
        events.begin(), middle, events.end(), [](const Event& a, const Event& b) { return runsLater(b, a); });
    events.erase(middle, events.end());
    return events;
}

} // namespace kubarium::sim
