// One number for a whole run: SHA-256 over every write (revision, time, what was done, to which object, its canonical
// JSON, without what was made with the session's keys). Two runs with the same cluster file, seed, epoch and inputs have the same hash, or one of them is wrong.
//
// Writes are folded in when the hash is asked for: a write itself does not wait for it. Where the log has forgotten some by
// then, the past has to be done again (history.h).
#pragma once

#include "store/store.h"

#include <array>
#include <string>

namespace kubarium::lab {

class HistoryHash {
public:
    // Whether the log still has all that is to be taken in.
    bool reaches(const store::Store& store) const { return m_revision + 1 >= store.oldestChange(); }

    // Takes in what the store has written since the last call, up to a revision.
    void catchUp(const store::Store& store, store::Revision until);

    void catchUp(const store::Store& store) { catchUp(store, store.revision()); }

    store::Revision revision() const { return m_revision; }

    // 64 hexadecimal digits.
    std::string hex() const;
    friend bool operator==(const HistoryHash&, const HistoryHash&) = default;

private:
    std::array<std::uint8_t, 32> m_chain{}; // the hash of (the hash before, the next write)
    store::Revision m_revision = 0;
};

} // namespace kubarium::lab
