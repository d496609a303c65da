// A watch: the changes of what a selection matches, each once and in order, from a revision on.
//
// It is pulled, not pushed: whoever holds one asks for the next events when the store has moved. It reads the store's
// own log, so a thousand watches cost nothing while nothing happens.
#pragma once

#include "selection.h"
#include "state.h"

namespace kubarium::apiserver {

enum class WatchEventType : std::uint8_t { Added, Modified, Deleted, Bookmark };
std::string_view text(WatchEventType type);

struct WatchEvent {
    WatchEventType type;
    store::Revision revision;
    api::ObjectPtr object; // stored version; of a bookmark null
};

class Watch {
public:
    // Everything that exists comes first, as Added, if `initial` is set.
    // `versions`: how the client counts, to whom a refusal speaks; events carry the store's count.
    Watch(const api::Kind& kind, Selection selection, store::Revision since, bool initial, Versions versions = {});

    // What happened since the last call, at most `limit` changes looked at. 410 when the log no longer reaches back.
    api::Result<std::vector<WatchEvent>> poll(const store::Store& store, std::size_t limit = 4096);

    // The revision up to which everything has been told: what a bookmark says.
    store::Revision revision() const { return m_seen; }

    const api::Kind& kind() const { return *m_kind; }

private:
    const api::Kind* m_kind;
    Selection m_selection;
    store::Revision m_seen;
    bool m_initial;
    Versions m_versions;
};

} // namespace kubarium::apiserver
