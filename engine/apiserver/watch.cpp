#include "watch.h"

#include "refusals.h"
#include "resources.h"

namespace kubarium::apiserver {

std::string_view text(WatchEventType type)
{
    switch (type) {
    case WatchEventType::Added:
        return "ADDED";
    case WatchEventType::Modified:
        return "MODIFIED";
    case WatchEventType::Deleted:
        return "DELETED";
    case WatchEventType::Bookmark:
        return "BOOKMARK";
    }
    return "";
}

namespace {

// What a watch is told of an object that is gone for it: its last state in the selection, as of this revision.
api::ObjectPtr lastSeen(const store::Change& change)
{
    if (change.type == store::ChangeType::Deleted)
        return change.now;
    api::ObjectPtr last = change.before;
    last.editMeta().resourceVersion = change.now.meta().resourceVersion;
    return last;
}

} // namespace

Watch::Watch(const api::Kind& kind, Selection selection, store::Revision since, bool initial, Versions versions)
    : m_kind(&kind),
      m_selection(std::move(selection)),
      m_seen(since),
      m_initial(initial),
      m_versions(versions)
{
}

api::Result<std::vector<WatchEvent>> Watch::poll(const store::Store& store, std::size_t limit)
{
    std::vector<WatchEvent> events;
    if (m_initial) {
        m_initial = false;
        m_seen = store.revision();
        store.tree(resourceId(*m_kind)).visit(m_selection.first(), [&](const api::ObjectPtr& object) {
            if (m_selection.pastEnd(object))
                return false;
            if (m_selection.matches(object))
                events.push_back({WatchEventType::Added, store::revisionOf(object), object});
            return true;
        });
        return events;
    }
    if (m_seen < store.compacted())
        return refusals::expired("too old resource version: " + std::to_string(m_versions.shown(m_seen)) + " ("
            + std::to_string(m_versions.shown(store.compacted())) + ")");
    const store::ResourceId resource = resourceId(*m_kind);
    for (std::size_t i = 0; i < limit && m_seen < store.revision(); ++i) {
        const store::Change& change = *store.change(++m_seen);
        if (change.resource != resource)
            continue;
        // An object that a change moves out of the selection is gone for this watch, one that it moves in is new.
        const bool before = change.before && m_selection.matches(change.before);
        const bool now = change.type != store::ChangeType::Deleted && m_selection.matches(change.now);
        if (before && now)
            events.push_back({WatchEventType::Modified, change.revision, change.now});
        else if (now)
            events.push_back({WatchEventType::Added, change.revision, change.now});
        else if (before)
            events.push_back({WatchEventType::Deleted, change.revision, lastSeen(change)});
    }
    return events;
}

} // namespace kubarium::apiserver
