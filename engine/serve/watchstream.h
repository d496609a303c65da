// What a watch has to tell and its reader has not taken yet. The hub puts in, in the lab's thread; the connection takes
// out, in its own, and turns events into text as it goes, so that a slow client costs nobody but itself.
//
//   begin()  what existed, or what had happened since; however much that is
//   push()   what happens; a reader who falls too far behind is cut off
//   end()    nothing more comes; what waits is still read
#pragma once

#include "metrics.h"
#include "sharedevent.h"

#include <atomic>
#include <deque>
#include <functional>
#include <span>

namespace kubarium::serve {

class WatchStream {
public:
    WatchStream(const api::Kind& kind, Wish wish, std::shared_ptr<Metrics> metrics);
    ~WatchStream();
    WatchStream(const WatchStream&) = delete;
    WatchStream& operator=(const WatchStream&) = delete;

    // By the hub.
    void begin(std::vector<apiserver::WatchEvent> events, api::Time now); // before any reader
    bool push(std::span<const EventPtr> events); // false: nobody takes them any more
    void end();
    void endWith(const api::Status& error); // told as an ERROR event
    bool isLeft() const; // the reader has gone

    // By the reader, in one thread at a time.
    // `wake` is called, in any thread, each time something has come that was not there at the last take().
    void listen(std::function<void()> wake);
    // Appends lines until there are no more or `about` bytes are reached. False once all is told: the stream has ended.
    bool take(std::string& out, std::size_t about);
    void leave();

    const Wish& wish() const { return m_wish; }

private:
    bool isTooMuch(std::size_t more) const; // with the lock held

    const api::Kind& m_kind;
    const Wish m_wish;
    const std::shared_ptr<Metrics> m_metrics;

    // Of the reader alone, once it reads.
    std::vector<apiserver::WatchEvent> m_backlog;
    std::size_t m_backlogTaken = 0;
    api::Time m_backlogTime;
    bool m_columnsTold = false;
    std::deque<EventPtr> m_taken; // from the queue, not yet written

    std::atomic<std::size_t> m_lineSize{
        512}; // of a usual line: the queue holds events whose text nobody has written yet
    mutable std::mutex m_mutex; // guards the rest
    std::deque<EventPtr> m_queue;
    std::string m_lastLine;
    std::function<void()> m_wake;
    bool m_ended = false;
    bool m_left = false;
    bool m_asleep = false; // the reader found nothing and waits to be woken
};

} // namespace kubarium::serve
