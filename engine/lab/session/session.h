// A lab that is kept in a file: every input goes to a journal beside the file as it comes in, and the file itself is put
// together anew now and then and at the end. After a crash, whatever stands in both is brought back.
//
//   Session::open(file, …)     resumes what stands there, or begins
//   opened.session->follow(…)  from now on everything is kept
//   session.close()            puts everything into the file; the journal goes
//
// Nothing that stands in a file is ever lost: a file that is not understood is refused and left as it is, and one whose
// history comes out differently with this engine is put aside before anything new is written.
#pragma once

#include "journal.h"
#include "sessionfile.h"

#include <boost/signals2/connection.hpp>

#include <memory>
#include <string>
#include <vector>

namespace kubarium::lab {

class Session {
public:
    struct Opened;
    struct Told;

    // What stands in a file and in its journal, without writing anything; nothing if there is no such file.
    static api::Parsed<std::optional<Told>> told(const std::string& file);
    // With `cluster` and `options` where there is no such file. Refused with a sentence that names the file.
    static api::Parsed<Opened> open(const std::string& file, const ClusterFile& cluster, const Lab::Options& options);
    ~Session(); // as a crash would leave it: what has happened stands in the journal

    // In the lab's thread, with the lab that was opened; it outlives the session, or the session is closed before.
    void follow(Lab& lab);
    // Puts the file together, in the background.
    void fold();
    // Waits until everything that has happened stands on the disk.
    void settle();
    // Follows no longer, puts the file together and removes the journal. What went wrong, or nothing.
    std::string close();
    // What went wrong since it was last asked: "cannot write FILE.journal: No space left on device"
    std::string takeTrouble();

private:
    explicit Session(SessionFile about, std::string file, PrivateFile lock);

    std::string begin(const Lab& lab, std::size_t journalSize);
    SessionFile whole(const Lab& lab) const;
    void took(const Batch& batch);
    void noteBranches();
    void noteInputs();
    void notePlace();
    void check();
    void noteHash();

    std::string m_file;
    SessionFile m_about; // without a past and a head: the lab has them
    PrivateFile m_lock; // of the journal that was there, until ours takes its place
    std::unique_ptr<Journal> m_journal;
    Lab* m_lab = nullptr;
    std::uint64_t m_inputs = 0; // what is noted already: inputs of the current branch,
    Moment m_place; // how far it has come,
    std::vector<Branch> m_branches; // and all of them,
    std::uint64_t m_branchChanges = 0; // as of this change
    std::uint64_t m_nextCheck = 0; // when so many events have run
    boost::signals2::scoped_connection m_changes;
};

struct Session::Told {
    SessionFile session; // with all that the journal tells
    std::vector<std::string> notices;
    std::size_t journalSize = 0; // of what can be kept of it
};

struct Session::Opened {
    std::unique_ptr<Lab> lab;
    std::unique_ptr<Session> session;
    Lab::Options options; // with the seed, the epoch and the secret of the file
    bool isNew = true;
    std::vector<std::string> notices; // for people: what was dropped, what could not be replayed
};

} // namespace kubarium::lab
