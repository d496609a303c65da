// The lab: a world, its past and its possible futures. The face of the engine for everything above it.
//
//   Lab lab(cluster);                       nodes of the cluster file, system namespaces
//   lab.submit(request)                     the one way to change anything; answered at this instant
//   lab.runFor(30s); lab.step(Step::Write)  time moves only when told to
//   lab.snapshotAt(time)                    the same type for now and then
//   lab.rewind(time); lab.undo()            back to a moment, on a new branch; what lay ahead stays reachable
//   lab.fork(); lab.adopt(fork)             a second world to try something in; kept, or thrown away
//
// A Lab is synchronous and belongs to one thread (labthread.h gives it one of its own).
#pragma once

#include "branches.h"
#include "changefeed.h"
#include "clusterfile.h"
#include "endpoints.h"
#include "input.h"
#include "world.h"

#include "apiserver/apiserver.h"
#include "apiserver/rbac/looked.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kubarium::lab {

enum class StepBy : std::uint8_t { Event, Write, Reconcile };

struct ComingEvent {
    api::Time due;
    std::string what; // "system namespaces are checked"
    bool periodic = false;
};

// One link of the chain that explains why something is as it is, from the change itself back to an input.
struct CauseLink {
    sim::Cause cause;
    api::Time time;
    std::string who; // the identity, or the component
    std::string what; // "created Pod default/web-0"
};

// The history hash at a revision of a branch.
struct Checkpoint {
    std::uint64_t branch = 0;
    std::uint64_t eventsRun = 0; // about when
    store::Revision revision = 0;
    std::string hash;
};

class Lab {
public:
    struct Options {
        std::uint64_t seed = 1;
        api::Time epoch = defaultEpoch();
        std::size_t keyframeEvery = 2'000; // events between two keyframes
        std::size_t keyframeBytes = 256 * 1024 * 1024; // what they may cost, roughly
        store::Revision keptRevisions = 200'000;
        apiserver::SessionSecret secret{}; // from which keys are made; no part of the history hash
        static api::Time defaultEpoch(); // 2026-01-01T00:00:00Z
    };

    Lab(const ClusterFile& cluster, Options options);

    explicit Lab(const ClusterFile& cluster) : Lab(cluster, Options()) { }

    // Goes on with what another lab was like, without its history.
    Lab(const Head& head, Options options);

    ~Lab();
    // What of the cluster file was refused, a sentence each: whoever gave the file should be told.
    const std::vector<std::string>& refusals() const;

    // Asking and changing
    apiserver::Response submit(const apiserver::Request& request);
    api::Result<apiserver::Watch> watch(const apiserver::Request& request) const;
    // Whether somebody may do what is no request of its own: read /metrics, advance the clock.
    apiserver::Authorizers::Answer decide(const apiserver::AccessQuestion& question) const;
    // Who asks, of those who come from outside and show something; a Request takes both parts of the answer.
    apiserver::Asker asker(const apiserver::Credentials& credentials) const;
    const apiserver::SessionKeys& keys() const;
    // Every binding that could have decided that, and what of it did not fit: why somebody may not.
    std::vector<apiserver::Looked> lookedAt(const apiserver::AccessQuestion& question) const;
    const store::Store& store() const; // etcd
    const store::Store& store(const api::Kind& kind) const; // the one that keeps objects of a kind
    apiserver::ApiServer& server(); // to hand in admission plugins from above, before the first request

    // Time
    api::Time now() const;
    // Runs every event that is due within the span; the clock ends exactly `span` later.
    void runFor(api::Microseconds span);
    // As above, but runs at most so many events; answers what is left of the span.
    api::Microseconds runFor(api::Microseconds span, std::uint64_t events);
    // Until nothing but periodic events is pending, or `limit` events have run (then false: a finding, not a hang).
    bool runUntilQuiet(std::uint64_t limit = 1'000'000);
    bool runUntil(const std::function<bool(const Lab&)>& condition, api::Microseconds atMost);
    bool step(StepBy by); // false if nothing is pending, or no write for an hour
    std::vector<ComingEvent> coming(std::size_t limit) const;
    std::optional<api::Time> nextDue() const;
    // How time follows the wall clock; the same as the Clock object. Whoever drives the lab keeps to it.
    Clock clock() const;
    void setClock(const Clock& clock);
    // Lets those who watch the Clock object see what it shows now; for whoever has moved it.
    void showClock();

    // Past and other worlds. Each change of world is told with Batch::rewound.
    store::Snapshot snapshot() const;
    std::optional<store::Snapshot> snapshotAt(api::Time time) const;
    // Nearest keyframe, then replay; a new branch begins there. False if the time is none of this past, or a branch
    // cannot have the name; without one the branch gets "branch-N".
    bool rewind(api::Time time, const std::string& name = {});
    bool undo(); // to just before the last input, on a new branch
    std::unique_ptr<Lab> fork() const; // a clone that shares everything it does not change
    // The world of a fork of this lab becomes its own, as a branch that begins where the fork was made; how far this one
    // had come meanwhile stays as the branch it was on. False if it is no fork of this lab.
    bool adopt(const Lab& fork);
    std::uint64_t branch() const;
    std::vector<Branch> branches() const; // by number; the one that is current, too
    const Branch* findBranch(std::string_view name) const;
    bool switchTo(std::uint64_t branch); // to its head; false if there is none
    bool renameBranch(std::uint64_t branch, const std::string& name);
    std::uint64_t branchChanges() const; // counts what happens to branches: begun, entered, renamed
    api::Time beginning() const; // before it there is no past
    Moment moment() const;
    std::string historyHash();
    const std::vector<std::shared_ptr<const Input>>& inputs() const;
    // What must be kept, besides what the lab began with, to bring everything back.
    Past past() const;
    // Brings back a past, on a lab with the same beginning in which nothing has happened yet. `hashes`: what the history
    // hash was on the way. Answers what did not come out as it was; then the lab is as new.
    std::string restore(const Past& past, std::span<const Checkpoint> hashes);
    // Does again what an input of another lab did: time goes on to its moment first.
    apiserver::Response again(const Input& input);

    // Why
    std::vector<CauseLink> why(const store::Key& key) const;
    std::optional<apiserver::Trace> trace(std::uint64_t input) const; // of the last few thousand inputs
    // Who stands behind a Service and who does not.
    ServiceEndpoints endpoints(std::string_view namespace_, std::string_view service) const;

    ChangeFeed& changes();

private:
    struct Private;
    explicit Lab(std::unique_ptr<Private> copied);
    std::unique_ptr<Private> d;
};

// Kinds that the lab itself answers: they stand in no etcd.
bool isOfTheLab(const api::Kind& kind);

} // namespace kubarium::lab
