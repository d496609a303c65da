// etcd in small: the versioned store behind the API server. One counter orders every write in the cluster:
//
//   revision   6        7        8        9
//              put a    put b    put a    delete b
//   changes(7)                   [a]      [b gone]    each later write once, in order
//
// Objects are immutable and shared by pointer. The state is one persistent tree per kind, so a Snapshot costs a
// counter. The log keeps every change with the object before and after it; with a snapshot now and then it answers
// what any past revision looked like. Copying a Store shares all of this.
#pragma once

#include "objecttree.h"

#include "sim/cause.h"

#include <memory>
#include <optional>
#include <vector>

namespace kubarium::store {

using Revision = std::uint64_t;
// A resource: its place among api::kinds(), or behind them for custom resources.
using ResourceId = std::uint16_t;

struct Key {
    ResourceId resource = 0;
    api::Text namespace_;
    api::Text name;

    Place place() const noexcept { return {namespace_, name}; }

    friend bool operator==(const Key&, const Key&) = default;
};

// When, why and by whom something is written.
struct Origin {
    api::Time time;
    sim::Cause cause;
    api::Text actor; // the user name: a person, a controller, a kubelet
};

enum class ChangeType : std::uint8_t { Created, Updated, Deleted };

struct Change {
    Revision revision = 0;
    Origin origin;
    api::ObjectPtr now; // of a deletion: the last state, with the revision of the deletion
    api::ObjectPtr before; // null for a creation
    ResourceId resource = 0;
    ChangeType type = ChangeType::Created;
};

// The whole state at a revision; cheap to copy, and safe to read from any thread.
class Snapshot {
public:
    Revision revision = 0;
    api::Time time;

    api::ObjectPtr find(const Key& key) const noexcept { return tree(key.resource).find(key.place()); }

    const ObjectTree& tree(ResourceId resource) const noexcept;

private:
    friend class Store;
    std::shared_ptr<const std::vector<ObjectTree>> m_trees;
};

enum class StoreError : std::uint8_t { None, Exists, NotFound, Conflict };

struct Written {
    StoreError error = StoreError::None;
    api::ObjectPtr object; // as stored, or the one in the way

    explicit operator bool() const { return error == StoreError::None; }
};

class Store {
public:
    static constexpr Revision keptForApi = 10'000; // older ones are 410 Gone to clients

    Revision revision() const noexcept { return m_revision; }

    // Each write that succeeds takes the next revision and stamps it on the object.
    Written create(ResourceId resource, api::ObjectPtr object, const Origin& origin);
    // `expected`: the revision the caller saw; Conflict if the object has another by now, so that nobody's change is
    // undone unseen. Without it the write is unconditional.
    Written update(ResourceId resource, api::ObjectPtr object, std::optional<Revision> expected, const Origin& origin);
    Written remove(const Key& key, std::optional<Revision> expected, const Origin& origin);

    api::ObjectPtr find(const Key& key) const noexcept { return tree(key.resource).find(key.place()); }

    const ObjectTree& tree(ResourceId resource) const noexcept;
    Snapshot snapshot() const;

    // The state at a past revision; nothing if the log no longer reaches back to it.
    std::optional<Snapshot> at(Revision revision) const;
    // The revision that was current at a time.
    Revision revisionAt(api::Time time) const noexcept;

    // The oldest revision that clients may list at or watch from.
    Revision compacted() const noexcept { return m_compacted; }

    void compact(Revision revision) noexcept { m_compacted = std::max(m_compacted, std::min(revision, m_revision)); }

    // The change that made a revision; null if the log no longer holds it.
    const Change* change(Revision revision) const noexcept;

    Revision oldestChange() const noexcept { return m_logBegin; }

    // Forgets changes up to and including a revision; at() reaches no further back then.
    void forget(Revision revision);

private:
    // The log in pieces that copies share; only its last piece is ever written, and copied first if it is shared.
    static constexpr std::size_t pieceSize = 512;
    // Each so many pieces the state is kept, too. After that the next write to each part of a tree copies it once.
    static constexpr std::size_t piecesPerSnapshot = 8;

    struct Piece {
        std::vector<Change> changes;
        std::optional<Snapshot> before; // the state before its first change
    };

    ObjectTree& ownTree(ResourceId resource);
    void record(Change change);

    Revision m_revision = 0;
    Revision m_compacted = 0;
    Revision m_logBegin = 1; // the first revision in the log
    Revision m_firstPieceBegin = 1;
    std::vector<std::shared_ptr<Piece>> m_log;
    std::shared_ptr<std::vector<ObjectTree>> m_trees = std::make_shared<std::vector<ObjectTree>>();
    api::Time m_time; // of the last write
};

// The revision an object carries; 0 if it carries none.
Revision revisionOf(const api::ObjectPtr& object) noexcept;
std::optional<Revision> parsedRevision(std::string_view text) noexcept;

} // namespace kubarium::store
