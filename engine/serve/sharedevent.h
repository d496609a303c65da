// One event of a watch, as every watcher sees it who asked for the same version of a kind. It is written as text by the first
// one who needs it in a form, in that one's thread, and all others in that form share the text.
#pragma once

#include "wish.h"

#include "apiserver/watch.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace kubarium::serve {

class SharedEvent {
public:
    // The event's object may be of the stored version; it is told in that of `kind`. `now` is what ages are counted by.
    SharedEvent(const api::Kind& kind, apiserver::WatchEvent event, api::Time now)
        : m_kind(kind),
          m_event(std::move(event)),
          m_now(now)
    {
    }

    // {"type":"ADDED","object":{…}} and a line break.
    std::shared_ptr<const std::string> line(const Wish& wish) const;

    // The same without sharing: what is told once, or to one watcher only.
    static void appendLine(std::string& out, const api::Kind& kind, const apiserver::WatchEvent& event,
        const Wish& wish, api::Time now, bool withColumns);

    void appendLine(std::string& out, const Wish& wish, bool withColumns) const
    {
        appendLine(out, m_kind, m_event, wish, m_now, withColumns);
    }

private:
    const api::Kind& m_kind;
    apiserver::WatchEvent m_event;
    api::Time m_now;
    mutable std::mutex m_mutex; // guards the lines
    mutable std::vector<std::pair<int, std::shared_ptr<const std::string>>> m_lines;
};

using EventPtr = std::shared_ptr<const SharedEvent>;

// Tells that everything up to a revision, as the client counts, has been told. `initialEnd`: and that what existed at the beginning has been.
apiserver::WatchEvent bookmark(const api::Kind& kind, store::Revision revision, bool initialEnd);
// The last line of a watch that cannot go on.
std::string errorLine(const api::Status& status, const Wish& wish);

} // namespace kubarium::serve
