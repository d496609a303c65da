// All open watches, in the lab's thread. After each step of the cluster it asks those watches for news whose kinds have
// changed, makes each event once for all who see the same, and hands it to their streams.
//
// Streams live by the wall clock: now and then a bookmark, an end after their time. The hub is told what time it is, so
// that a test need not wait.
#pragma once

#include "apicall.h"
#include "watchstream.h"

#include "lab/lab.h"

#include <boost/signals2/connection.hpp>

#include <chrono>
#include <map>
#include <random>

namespace kubarium::serve {

using Wall = std::chrono::steady_clock;

class WatchHub {
public:
    WatchHub(lab::Lab& lab, std::shared_ptr<Metrics> metrics);

    // Begins a watch; refused as the server refuses it. A version that is too old is told in the stream.
    api::Result<std::shared_ptr<WatchStream>> open(const ApiCall& call, Wall::time_point now);
    // Bookmarks and ends that are due.
    void tick(Wall::time_point now);
    void endAll();
    std::size_t size() const;

private:
    struct Watcher {
        apiserver::Watch watch;
        std::shared_ptr<WatchStream> stream;
        bool bookmarks;
        Wall::time_point nextBookmark;
        Wall::time_point end;
    };

    using Watchers = std::vector<Watcher>;
    class Round; // one look at the store, in which watchers share events

    void changed(const lab::Batch& batch);
    void poll(Watchers& watchers, Round& round);
    bool news(Watcher& watcher, Round& round); // false: it has come to its end

    lab::Lab& m_lab;
    std::shared_ptr<Metrics> m_metrics;
    std::map<store::ResourceId, Watchers> m_watchers;
    store::Revision m_swept = 0; // when all of them were last asked
    std::minstd_rand m_random; // when streams without a given time end: not all at once
    boost::signals2::scoped_connection m_changes;
};

} // namespace kubarium::serve
