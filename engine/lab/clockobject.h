// The Clock of lab.kubarium.dev/v1: the one object, named "lab", with which clients look at the time and move it.
//
// It belongs to the lab and not to a world: going back in time does not change how fast time goes. So it is neither
// input nor history. What it shows is filled in when it is read.
#pragma once

#include "clock.h"

#include "apiserver/apiserver.h"

namespace kubarium::lab {

class ClockObject {
public:
    explicit ClockObject(api::Time now);

    // A request about clocks, answered by `server` like any other.
    apiserver::Response handle(
        const apiserver::ApiServer& server, const apiserver::Request& request, const ClockReading& reading);
    api::Result<apiserver::Watch> watch(const apiserver::ApiServer& server, const apiserver::Request& request) const;
    // Writes down what the clock shows, so that those who watch it see that it was moved.
    void record(const ClockReading& reading);

    Clock clock() const;
    void setClock(const Clock& clock, const ClockReading& reading);

    const store::Store& store() const { return m_state.store; }

private:
    void write(api::ObjectPtr object);
    api::ObjectPtr stored() const;

    apiserver::State m_state;
};

bool isClock(const api::Kind& kind);

} // namespace kubarium::lab
