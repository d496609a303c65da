// What all controllers are: they hear of writes, turn each into the key of an object to look at, and bring about what
// that object asks for.
//
//   a write → keysOf() → one pending event a key → reconcile(key) → done, again after a while, or again, later and later
//
// A reconcile acts on the state it finds, not on the write that woke it; so lost or repeated news does no harm. A key
// that is queued already is not queued twice, and carries the newest cause.
#pragma once

#include "apiserver/client.h"

#include <optional>
#include <vector>

namespace kubarium::controllers {

struct ObjectKey {
    const api::Kind* kind = nullptr; // the stored one
    api::Text namespace_;
    api::Text name;
};

ObjectKey keyOf(const api::ObjectPtr& object);

class Outcome {
public:
    static Outcome done() { return Outcome(); }

    static Outcome after(api::Microseconds span)
    {
        Outcome outcome;
        outcome.m_after = span;
        return outcome;
    }

    // As after(), for what comes round by itself (a schedule, a lease): it does not keep the world from being quiet.
    static Outcome inBackground(api::Microseconds span)
    {
        Outcome outcome = after(span);
        outcome.m_background = true;
        return outcome;
    }

    // Tried again, each time after twice as long.
    static Outcome again()
    {
        Outcome outcome;
        outcome.m_failed = true;
        return outcome;
    }

    static Outcome of(const api::Status& status) { return status.ok() ? done() : again(); }

    bool failed() const { return m_failed; }

    std::optional<api::Microseconds> next() const { return m_after; }

    bool isBackground() const { return m_background; }

private:
    bool m_failed = false;
    bool m_background = false;
    std::optional<api::Microseconds> m_after;
};

// All controllers are one program.
inline constexpr std::string_view controllerManager = "kube-controller-manager";

class Controller : public apiserver::Component {
public:
    void start(apiserver::Runtime&) const override { }

    void notice(apiserver::Runtime& runtime, const store::Change& change) const final;
    void handle(apiserver::Runtime& runtime, const sim::Event& event) const final;
    std::string describe(const sim::Event& event) const override;

protected:
    // The objects that a change makes it look at again.
    virtual void keysOf(
        const apiserver::State& state, const store::Change& change, std::vector<ObjectKey>& keys) const = 0;
    virtual Outcome reconcile(apiserver::Client& client, const ObjectKey& key) const = 0;
    // As whom it acts: a ServiceAccount of its own name.
    virtual apiserver::IdentityPtr identity() const;
    // How long news of a change takes to reach it. Where a look at an object means a look at many others, news of those
    // is bundled (sim/latency.h).
    virtual api::Microseconds latency(
        const apiserver::State& state, const store::Change& change, const ObjectKey& key) const;
    // Whether such news is of what comes round by itself only, as another schedule is: it does not keep the world from
    // being quiet.
    virtual bool isBackground(const store::Change& change) const;
    // How long it waits before it tries again what failed: at first, and at most.
    virtual api::Microseconds shortestRetry() const;
    virtual api::Microseconds longestRetry() const;
};

// How long to wait after the nth failure in a row: twice as long as after the one before.
api::Microseconds retryAfter(std::int64_t failures, api::Microseconds longest, api::Microseconds shortest);

} // namespace kubarium::controllers
