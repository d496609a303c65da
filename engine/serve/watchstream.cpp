#include "watchstream.h"

#include "limits.h"

namespace kubarium::serve {

namespace {

constexpr std::size_t takenAtOnce = 256; // events for which the queue is locked once

} // namespace

WatchStream::WatchStream(const api::Kind& kind, Wish wish, std::shared_ptr<Metrics> metrics)
    : m_kind(kind),
      m_wish(std::move(wish)),
      m_metrics(std::move(metrics))
{
    ++m_metrics->watches;
}

WatchStream::~WatchStream()
{
    --m_metrics->watches;
}

void WatchStream::begin(std::vector<apiserver::WatchEvent> events, api::Time now)
{
    m_backlog = std::move(events);
    m_backlogTime = now;
}

bool WatchStream::isTooMuch(std::size_t more) const
{
    const std::size_t waiting = m_queue.size() + more;
    return waiting > limits::waitingEvents
        || waiting * m_lineSize.load(std::memory_order_relaxed) > limits::waitingBytes;
}

bool WatchStream::push(std::span<const EventPtr> events)
{
    std::function<void()> wake;
    bool goesOn = true;
    {
        const std::lock_guard lock(m_mutex);
        if (m_left || m_ended)
            return false;
        if (!m_queue.empty() && isTooMuch(events.size())) { // one step of the cluster is never too much by itself
            m_queue.clear();
            m_ended = true;
            goesOn = false;
            ++m_metrics->watchersCutOff;
        } else {
            m_queue.insert(m_queue.end(), events.begin(), events.end());
        }
        if (std::exchange(m_asleep, false))
            wake = m_wake;
    }
    if (wake)
        wake();
    return goesOn;
}

void WatchStream::end()
{
    std::function<void()> wake;
    {
        const std::lock_guard lock(m_mutex);
        m_ended = true;
        if (std::exchange(m_asleep, false))
            wake = m_wake;
    }
    if (wake)
        wake();
}

void WatchStream::endWith(const api::Status& error)
{
    {
        const std::lock_guard lock(m_mutex);
        m_lastLine = errorLine(error, m_wish);
    }
    end();
}

void WatchStream::listen(std::function<void()> wake)
{
    const std::lock_guard lock(m_mutex);
    m_wake = std::move(wake);
}

void WatchStream::leave()
{
    const std::lock_guard lock(m_mutex);
    m_left = true;
    m_queue.clear();
    m_wake = nullptr;
}

bool WatchStream::isLeft() const
{
    const std::lock_guard lock(m_mutex);
    return m_left;
}

bool WatchStream::take(std::string& out, std::size_t about)
{
    const bool table = m_wish.form.shape == Shape::Table;
    while (out.size() < about) {
        const std::size_t before = out.size();
        const bool withColumns = table && !m_columnsTold;
        if (m_backlogTaken < m_backlog.size()) {
            SharedEvent::appendLine(out, m_kind, m_backlog[m_backlogTaken], m_wish, m_backlogTime, withColumns);
            m_backlog[m_backlogTaken++].object = {}; // it may be the last one that keeps it
        } else if (!m_taken.empty()) {
            if (withColumns)
                m_taken.front()->appendLine(out, m_wish, true);
            else
                out += *m_taken.front()->line(m_wish);
            m_taken.pop_front();
        } else {
            const std::lock_guard lock(m_mutex);
            if (m_queue.empty()) {
                if (m_ended)
                    out += std::exchange(m_lastLine, {});
                else
                    m_asleep = true;
                return !m_ended;
            }
            const auto end = m_queue.begin() + static_cast<std::ptrdiff_t>(std::min(m_queue.size(), takenAtOnce));
            m_taken.assign(std::make_move_iterator(m_queue.begin()), std::make_move_iterator(end));
            m_queue.erase(m_queue.begin(), end);
            continue;
        }
        m_columnsTold = true;
        ++m_metrics->watchEvents;
        const std::size_t size = out.size() - before;
        m_lineSize.store((m_lineSize.load(std::memory_order_relaxed) * 7 + size) / 8, std::memory_order_relaxed);
    }
    return true;
}

} // namespace kubarium::serve
