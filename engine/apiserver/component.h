// A part of the cluster that acts by itself: code without memory. What it must remember stands in the world; what it wants
// to happen it asks of the API server, like everybody else.
//
//   a write is committed → notice(): the news is on its way → an event in the queue → handle(): the component acts
//
// News travels for as long as sim/latency.h says; the event carries the write as its cause.
#pragma once

#include "apiserver.h"

#include "sim/eventqueue.h"

#include <string>
#include <string_view>

namespace kubarium::apiserver {

// What a component may touch while it handles an event.
class Runtime {
public:
    Runtime(State& state, sim::EventQueue& queue, const ApiServer& server, sim::ComponentId component)
        : m_state(state),
          m_queue(queue),
          m_server(server),
          m_component(component)
    {
    }

    const State& state() const { return m_state; }

    api::Time now() const { return m_state.now; }

    Memory& memory() { return m_state.memory; }

    // Sends a request with the cause of the event that is being handled.
    Response submit(Request request);
    // Schedules an event for this component. Of news it carries the write itself as its cause; while handling an event,
    // the write that armed it.
    std::uint64_t schedule(sim::Event event, api::Microseconds delay);
    // The same for work on an object: at most one such event per (kind, namespace, name) is pending, the earliest.
    void scheduleOnce(sim::Event event, api::Microseconds delay);

    void handling(sim::Cause cause) { m_cause = cause; }

    void hearing(sim::Cause cause)
    {
        m_cause = cause;
        m_isNews = true;
    }

private:
    sim::Event prepared(sim::Event event, api::Microseconds delay) const;

    State& m_state;
    sim::EventQueue& m_queue;
    const ApiServer& m_server;
    sim::ComponentId m_component;
    sim::Cause m_cause;
    bool m_isNews = false;
};

class Component {
public:
    virtual ~Component() = default;
    virtual std::string_view name() const = 0;
    virtual void start(Runtime& runtime) const = 0;

    // Whether writes to objects of a kind (the stored one) concern it.
    virtual bool watches(const api::Kind&) const { return false; }

    // Such a write was committed just now: schedules what the component will do about it, and does nothing else.
    virtual void notice(Runtime&, const store::Change&) const { }

    virtual void handle(Runtime& runtime, const sim::Event& event) const = 0;
    // For the list of coming events: "Event shop/web.17a3 expires".
    virtual std::string describe(const sim::Event& event) const = 0;
};

} // namespace kubarium::apiserver
